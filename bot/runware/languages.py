"""English names for the language codes (BCP-47) that the service uses."""

from functools import cache
from typing import Final

# ISO 639 codes, with the names a person would look for.
_LANGUAGES: Final = """
af Afrikaans|am Amharic|an Aragonese|ar Arabic|as Assamese|az Azerbaijani|ba Bashkir|be Belarusian|bg Bulgarian
bn Bengali|bo Tibetan|bpy Bishnupriya|br Breton|bs Bosnian|ca Catalan|ceb Cebuano|chr Cherokee|ckb Central Kurdish
co Corsican|cs Czech|cv Chuvash|cy Welsh|da Danish|de German|dv Dhivehi|el Greek|en English|eo Esperanto|es Spanish
et Estonian|eu Basque|fa Persian|fi Finnish|fil Filipino|fo Faroese|fr French|fy Frisian|ga Irish|gd Scottish Gaelic
gl Galician|gn Guarani|gu Gujarati|ha Hausa|hak Hakka|haw Hawaiian|he Hebrew|hi Hindi|hmn Hmong|hr Croatian
ht Haitian Creole|hu Hungarian|hy Armenian|hyw Western Armenian|ia Interlingua|id Indonesian|ig Igbo|io Ido|is Icelandic
it Italian|iu Inuktitut|iw Hebrew|ja Japanese|jbo Lojban|jv Javanese|ka Georgian|kk Kazakh|kl Greenlandic|km Khmer
kn Kannada|ko Korean|kok Konkani|ku Kurdish|ky Kyrgyz|la Latin|lb Luxembourgish|lg Ganda|lo Lao|lt Lithuanian
ltg Latgalian|lv Latvian|mai Maithili|mg Malagasy|mi Maori|mk Macedonian|ml Malayalam|mn Mongolian|mr Marathi|ms Malay
mt Maltese|mto Mixe|my Burmese|nb Norwegian|nci Classical Nahuatl|ne Nepali|nl Dutch|nn Norwegian Nynorsk|no Norwegian
nog Nogai|nso Northern Sotho|ny Chichewa|oc Occitan|om Oromo|or Odia|pa Punjabi|pap Papiamento|pl Polish|ps Pashto
pt Portuguese|qdb Lang Belta|qu Quechua|quc K’iche’|rm Romansh|ro Romanian|ru Russian|rw Kinyarwanda|sa Sanskrit
sd Sindhi|se Northern Sami|shn Shan|si Sinhala|sjn Sindarin|sk Slovak|sl Slovenian|smj Lule Sami|sn Shona|so Somali
sq Albanian|sr Serbian|ss Swati|st Southern Sotho|su Sundanese|sv Swedish|sw Swahili|ta Tamil|te Telugu|tg Tajik|th Thai
ti Tigrinya|tk Turkmen|tl Tagalog|tn Tswana|to Tongan|tr Turkish|ts Tsonga|tt Tatar|ug Uyghur|uk Ukrainian|ur Urdu
uz Uzbek|vi Vietnamese|wo Wolof|wuu Wu Chinese|xh Xhosa|yi Yiddish|yo Yoruba|yue Cantonese|zh Chinese|zu Zulu
"""

# ISO 3166 and UN M.49 codes, as short as they can be read.
_REGIONS: Final = """
150 Europe|419 Latin America|AE UAE|AF Afghanistan|AL Albania|AM Armenia|AO Angola|AR Argentina|AT Austria
AU Australia|AW Aruba|AZ Azerbaijan|BA Bosnia|BD Bangladesh|BE Belgium|BG Bulgaria|BH Bahrain|BN Brunei|BO Bolivia
BR Brazil|BW Botswana|BY Belarus|CA Canada|CD DR Congo|CH Switzerland|CI Côte d’Ivoire|CL Chile|CM Cameroon|CN China
CO Colombia|CR Costa Rica|CU Cuba|CY Cyprus|CZ Czechia|DE Germany|DK Denmark|DO Dominican Republic|DZ Algeria
EC Ecuador|EE Estonia|EG Egypt|ER Eritrea|ES Spain|ET Ethiopia|FI Finland|FO Faroe Islands|FR France|GB UK|GE Georgia
GH Ghana|GL Greenland|GQ Equatorial Guinea|GR Greece|GT Guatemala|HK Hong Kong|HN Honduras|HR Croatia|HT Haiti
HU Hungary|ID Indonesia|IE Ireland|IL Israel|IN India|IQ Iraq|IR Iran|IS Iceland|IT Italy|JM Jamaica|JO Jordan|JP Japan
KE Kenya|KG Kyrgyzstan|KH Cambodia|KR South Korea|KW Kuwait|KZ Kazakhstan|LA Laos|LB Lebanon
LI Liechtenstein|LK Sri Lanka|LS Lesotho|LT Lithuania|LU Luxembourg|LV Latvia
LY Libya|MA Morocco|MD Moldova|ME Montenegro|MG Madagascar
MK North Macedonia|ML Mali|MM Myanmar|MN Mongolia|MO Macau|MT Malta|MV Maldives|MW Malawi|MX Mexico|MY Malaysia
MZ Mozambique|NG Nigeria|NI Nicaragua|NL Netherlands|NO Norway|NP Nepal|NZ New Zealand|OM Oman|PA Panama|PE Peru
PH Philippines|PK Pakistan|PL Poland|PR Puerto Rico|PS Palestine|PT Portugal|PY Paraguay|QA Qatar|RO Romania|RS Serbia
RU Russia|RW Rwanda|SA Saudi Arabia|SD Sudan|SE Sweden|SG Singapore|SI Slovenia|SK Slovakia|SN Senegal|SO Somalia
SV El Salvador|SY Syria|SZ Eswatini|TH Thailand|TJ Tajikistan|TM Turkmenistan|TN Tunisia|TO Tonga|TR Türkiye
TT Trinidad|TW Taiwan|TZ Tanzania|UA Ukraine|UG Uganda|US US|UY Uruguay|UZ Uzbekistan|VA Vatican|VE Venezuela|VN Vietnam
XK Kosovo|YE Yemen|ZA South Africa|ZM Zambia|ZW Zimbabwe
"""

_SCRIPTS: Final = "arab Arabic|beng Bengali|cyrl Cyrillic|deva Devanagari|hans Simplified|hant Traditional|latn Latin"


@cache
def _names(table: str) -> dict[str, str]:
    entries = (entry.partition(" ") for line in table.strip().splitlines() for entry in line.split("|"))
    return {code.casefold(): name for code, _, name in entries}


def language_label(code: str) -> str:
    """`en-US` → `English (US)`; a code with a part that is not known stays as it is."""
    language, *rest = code.replace("_", "-").casefold().split("-")
    parts = [_names(_LANGUAGES).get(language), *(_part(subtag) for subtag in rest if subtag != "001")]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return code
    name, *details = known
    return f"{name} ({', '.join(details)})" if details else name


def _part(subtag: str) -> str | None:
    """A script or a region."""
    return _names(_SCRIPTS).get(subtag) or _names(_REGIONS).get(subtag)


@cache
def _codes() -> dict[str, str]:
    """The code of each language by its name; of two codes of one name the first, which is the one in use today."""
    codes: dict[str, str] = {}
    for code, name in _names(_LANGUAGES).items():
        codes.setdefault(name.casefold(), code)
    return codes | _OTHER_NAMES


_OTHER_NAMES: Final = {
    "mandarin": "zh",
    "farsi": "fa",
    "norwegian": "nb",
    "brazilian portuguese": "pt",
    "flemish": "nl",
    "sami": "se",
    "gaelic": "gd",
    "setswana": "tn",
    "haitian": "ht",
    "kiche": "quc",
    "nahuatl": "nci",
}
"""What ids call a language where the table has a longer name, or another."""


def language_code(name: str) -> str | None:
    """The code of a language that is called so: `English` → `en`."""
    return _codes().get(name.strip().casefold())
