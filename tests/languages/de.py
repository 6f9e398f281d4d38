"""German, for the laws of every language."""

from .wordings import Wordings

GERMAN = Wordings(
    commands=(
        "nur Jazz", "kein Pop", "kein Pop oder Metal", "alles außer Metal", "Jazz ohne Tom Okafor", "nicht Rock, sondern Folk",
        "nichts aus Deutschland, nur Jazz", "mehr Jazz", "weniger Rock, viel mehr Folk", "am liebsten Folk",
        "ich hasse Metal", "ich bin ein großer Fan von Ada Lindqvist", "Folk und Latin", "Jazz oder Folk",
        "aus Schweden oder Finnland",
        "unter 40 Minuten", "mindestens eine Stunde", "zwischen 40 und 50 Minuten", "weniger als 10 Dollar", "nicht über 15 Dollar",
        "Bewertung über 80", "aus den 70ern", "vor 1970", "seit 2004", "aus den frühen Neunzigern", "Tom Okafor",
        "irgendwas von Milo Brandt",
        "ohne Castellano", "schwedischer Folk", "kürzer", "etwas billiger", "die neuesten zuerst", "nach Preis sortieren",
        "billiger als der zweite", "länger als Wooden Ships", "mehr wie der zweite", "so was wie Low Tide", "den ersten nicht",
        "mehr Abwechslung", "nicht länger als hundertzwanzig Minuten", "Rock kann ich nicht leiden", "lass den Pop weg",
    ),
    polite=("bitte {}", "{} bitte", "Hallo, {}", "{}, danke", "{}, wenn es geht", "Guten Abend, {}"),
    values=("Jazz", "Rock", "Folk", "Tom Okafor", "Greta Voss", "Schweden", "Deutschland", "Frankreich", "Redwood"),
    wishes=(
        ("nur {}", "ausschließlich {}", "nichts außer {}", "bloß {}", "zeig mir nur {}"),
        (
            *("kein {}", "ohne {}", "alles außer {}", "nicht {}", "bitte kein {}", "{} weglassen", "lass {} weg"),
            *("{} bitte nicht", "{} will ich nicht"),
        ),
        ("mehr {}", "mehr von {}", "ein paar mehr {}"),
        ("weniger {}", "nicht so viel {}", "zu viel {}"),
        ("nie wieder {}", "ich hasse {}", "{} kann ich nicht leiden", "niemals {}"),
    ),
    bounds=(
        ("unter {}", "weniger als {}", "< {}", "kürzer als {}"),
        ("höchstens {}", "maximal {}", "bis {}", "bis zu {}", "{} oder weniger", "nicht mehr als {}", "nicht über {}", "max. {}"),
        ("über {}", "mehr als {}", "> {}", "länger als {}"),
        ("mindestens {}", "ab {}", "{} oder mehr", "wenigstens {}", "nicht unter {}", "{} aufwärts"),
    ),
    ranges=("zwischen {} und {}", "von {} bis {}", "{} bis {}", "{}-{}", "irgendwas zwischen {} und {}"),
    minutes="{} Minuten",
    clauses=(
        "kein Pop", "unter 40 Minuten", "Bewertung über 80", "mehr Folk", "ohne Tom Okafor", "nichts aus Italien", "seit 1960",
    ),
    joins=(", ", ". ", "; ", " und ", ", aber "),
    no="{}, kein {}",
    kept=(
        "kein Metal", "unter 70 Minuten", "nur aus Schweden oder Deutschland", "weniger Redwood", "Bewertung mindestens 30",
        "keine Vera Stone", "seit 1950", "unter 30 Dollar",
    ),
    alike=(
        ("höchstens 40 Minuten", "hoechstens 40 Minuten", "hochstens 40 Minuten", "höchstens vierzig Minuten", "höchtens 40 Minuten"),
        ("länger als 50 Minuten", "laenger als 50 Minuten", "länger als fünfzig Minuten", "LÄNGER ALS 50 MINUTEN"),
        ("nur aus Schweden", "nur aus schweden", "nur aus Schwedn", "nur aus Schweeden"),
        ("keine schwedischen Platten", "keine schwedische Platte", "kein schwedischer Titel"),
        ("über einundzwanzig Minuten", "ueber 21 Minuten"),
    ),
)  # fmt: skip
