"""French, for the laws of every language."""

from .wordings import Wordings

FRENCH = Wordings(
    commands=(
        "uniquement du jazz", "pas de pop", "pas de pop ni de metal", "tout sauf du metal", "du jazz sans Tom Okafor",
        "pas de rock mais du folk", "rien d'Allemagne, que du jazz", "plus de jazz", "moins de rock, beaucoup plus de folk",
        "du folk de préférence", "je déteste le metal", "je suis un grand fan d'Ada Lindqvist", "du folk et de la pop", "jazz ou folk",
        "de Suède ou de Finlande", "moins de 40 minutes", "au moins une heure", "entre 40 et 50 minutes", "moins de 10 dollars",
        "rien au-dessus de 15 dollars", "une note supérieure à 80", "des années 70", "des années soixante-dix", "avant 1970", "depuis 2004",
        "du début des années quatre-vingt-dix", "Tom Okafor", "quelque chose de Milo Brandt", "sans Castellano", "du folk suédois",
        "plus court", "un peu moins cher", "les plus récents d'abord", "trie par prix", "moins cher que le deuxième",
        "plus long que Wooden Ships",
        "plus comme le deuxième", "quelque chose comme Low Tide", "pas le premier", "plus de variété", "pas plus de cent vingt minutes",
        "je ne veux pas de pop", "j'aime pas le rock", "enlève la pop", "une heure quarante maximum",
    ),
    polite=("{} s'il vous plaît", "{} stp", "bonjour, {}", "{}, merci", "s'il te plaît, {}", "bonsoir, {}"),
    values=("jazz", "rock", "folk", "Tom Okafor", "Greta Voss", "Suède", "Allemagne", "France", "Redwood"),
    wishes=(
        ("uniquement {}", "seulement {}", "rien que {}", "exclusivement {}", "juste {}"),
        ("pas de {}", "sans {}", "tout sauf {}", "aucun {}", "je ne veux pas de {}", "j'veux pas de {}",
         "rien de {}", "évite {}", "{} non merci"),
        ("plus de {}", "davantage de {}", "encore plus de {}"),
        ("moins de {}", "trop de {}", "pas autant de {}"),
        ("plus jamais de {}", "jamais de {}", "je déteste {}", "je ne supporte pas {}"),
    ),
    bounds=(
        ("moins de {}", "< {}", "en dessous de {}", "sous les {}", "qui dure moins de {}"),
        ("au maximum {}", "maximum {}", "{} max", "jusqu'à {}", "{} ou moins", "pas plus de {}", "{} au plus", "qui ne dépasse pas {}"),
        ("plus de {}", "> {}", "au-dessus de {}", "au-delà de {}", "qui dure plus de {}"),
        ("au moins {}", "minimum {}", "{} ou plus", "{} minimum", "pas moins de {}", "à partir de {}"),
    ),
    ranges=("entre {} et {}", "de {} à {}", "{} à {}", "{}-{}", "quelque part entre {} et {}"),
    minutes="{} minutes",
    clauses=(
        "pas de pop", "moins de 40 minutes", "une note supérieure à 80", "plus de folk", "sans Tom Okafor", "rien d'Italie", "depuis 1960",
    ),
    joins=(", ", ". ", "; ", " et ", ", mais "),
    no="{}, pas de {}",
    kept=(
        "pas de metal", "moins de 70 minutes", "uniquement de Suède ou d'Allemagne", "moins de Redwood", "une note d'au moins 30",
        "pas de Vera Stone", "depuis 1950", "moins de 30 dollars",
    ),
    alike=(
        ("au maximum quatre-vingt-dix minutes", "au maximum 90 minutes", "au maximun 90 minutes", "au maximum nonante minutes",
         "au maximum quatre vingt dix minutes"),
        ("plus de soixante et onze minutes", "plus de 71 minutes", "PLUS DE SOIXANTE-ET-ONZE MINUTES"),
        ("moins d'une heure", "moins d’une heure", "moins d' une heure"),
        ("uniquement de Suède", "uniquement de Suede", "uniqument de suede",
         "seulement suédois", "seulement suedois", "seulement suédoises"),
        ("pas d'électro", "pas d’electro", "pas d'Electro"),
        ("des années soixante-dix", "des annees 70", "des années 1970"),
    ),
)  # fmt: skip
