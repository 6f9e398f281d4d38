"""Spanish, for the laws of every language."""

from .wordings import Wordings

SPANISH = Wordings(
    commands=(
        "solo jazz", "nada de pop", "ni pop ni metal", "cualquier cosa menos metal", "jazz sin Tom Okafor", "rock no, sino folk",
        "nada de Alemania, solo jazz", "más jazz", "menos rock, mucho más folk", "preferiblemente folk", "odio el metal",
        "me encanta Ada Lindqvist", "soy muy fan de Ada Lindqvist", "folk y electrónica", "jazz o folk", "de Suecia o Finlandia",
        "menos de 40 minutos", "al menos una hora", "entre 40 y 50 minutos", "por menos de 10 dólares", "que no pase de 15 dólares",
        "nota por encima de 80", "de los 70", "de los años setenta", "anterior a 1970", "desde 2004", "de principios de los noventa",
        "Tom Okafor", "algo de Milo Brandt", "que no sea de Castellano", "folk sueco", "más corto", "un poco más barato",
        "los más nuevos primero", "ordena por precio", "más barato que el segundo", "más largo que Wooden Ships",
        "más como el segundo", "algo parecido a Low Tide", "el primero no", "más variedad", "que no dure más de ciento veinte minutos",
        "el rock no lo soporto", "quita el pop",
    ),
    polite=("por favor, {}", "{}, por favor", "{} porfa", "Hola, {}", "{}, gracias", "{}, si no es molestia", "Buenas tardes, {}"),
    values=("jazz", "rock", "folk", "electrónica", "Tom Okafor", "Greta Voss", "Suecia", "Alemania", "Francia", "Redwood"),
    wishes=(
        ("solo {}", "sólo {}", "únicamente {}", "nada más que {}", "exclusivamente {}", "muéstrame solo {}", "quiero solo {}"),
        (
            *("sin {}", "nada de {}", "todo menos {}", "que no sea {}", "quita {}", "evita {}", "no me pongas {}", "{} no"),
            *("{} no, gracias", "no quiero {}", "que no salga {}", "excepto {}"),
        ),
        ("más {}", "más de {}", "un poco de {}"),
        ("menos {}", "no tanto {}", "demasiado {}"),
        ("nunca {}", "odio {}", "no soporto {}", "jamás {}", "no aguanto {}"),
    ),
    bounds=(
        ("menos de {}", "por debajo de {}", "< {}", "inferior a {}", "que dure menos de {}"),
        (
            *("como máximo {}", "como mucho {}", "hasta {}", "{} o menos", "no más de {}", "máx. {}", "que no pase de {}"),
            *("{} como máximo", "{} a lo sumo", "nada de más de {}", "que no supere los {}"),
        ),
        ("más de {}", "por encima de {}", "> {}", "superior a {}", "que dure más de {}"),
        ("al menos {}", "por lo menos {}", "como mínimo {}", "{} o más", "no menos de {}", "a partir de {}", "{} como mínimo"),
    ),
    ranges=("entre {} y {}", "de {} a {}", "desde {} hasta {}", "{}-{}", "algo entre {} y {}"),
    minutes="{} minutos",
    clauses=("nada de pop", "menos de 40 minutos", "nota por encima de 80", "más folk", "sin Tom Okafor", "nada de Italia", "desde 1960"),
    joins=(", ", ". ", "; ", " y ", ", pero "),
    no="{}, nada de {}",
    kept=(
        "nada de metal", "menos de 70 minutos", "solo de Suecia o Alemania", "menos Redwood", "nota de al menos 30",
        "sin Vera Stone", "desde 1950", "menos de 30 dólares",
    ),
    alike=(
        ("como máximo cuarenta minutos", "como maximo 40 minutos", "COMO MÁXIMO 40 MINUTOS", "como máxmo 40 minutos"),
        ("menos de ciento veinte minutos", "menos de 120 minutos", "menos de dos horas"),
        ("folk electrónico", "folk electronico", "folk electrónca", "folk electrónica"),
        ("solo de Suecia", "solo de suecia", "sólo de Suecai", "solamente de Suecia"),
        ("de los ochenta", "de los 80", "de los años 80", "de la década de los ochenta", "de la década de 1980", "ochentero"),
    ),
)  # fmt: skip
