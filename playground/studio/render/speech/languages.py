"""The languages which the speech engine can speak, with the accents it has and how many voices each is given."""

from dataclasses import dataclass
from functools import cache
from typing import Final

# word, pool of first names, number of voices, then code=engine voice for each accent (the first one is the default).
# Left out on purpose: constructed languages, romanised spellings, and the engine's three voices without a dictionary.
_TABLE: Final = """
english    west   320 en-US=gmw/en-US en-GB=gmw/en-GB-x-rp en-AU=gmw/en en-CA=gmw/en-US en-IN=gmw/en en-IE=gmw/en \
en-NZ=gmw/en en-ZA=gmw/en en-NG=gmw/en en-KE=gmw/en en-SG=gmw/en en-PH=gmw/en-US en-HK=gmw/en en-TZ=gmw/en \
en-JM=gmw/en-029 en-TT=gmw/en-029
spanish    latin  150 es-ES=roa/es es-MX=roa/es-419 es-AR=roa/es-419 es-CO=roa/es-419 es-CL=roa/es-419 \
es-PE=roa/es-419 es-VE=roa/es-419 es-EC=roa/es-419 es-UY=roa/es-419 es-CR=roa/es-419 es-DO=roa/es-419 es-GT=roa/es-419 \
es-US=roa/es-419
german     north  110 de-DE=gmw/de de-AT=gmw/de de-CH=gmw/de
french     latin  110 fr-FR=roa/fr fr-CA=roa/fr fr-BE=roa/fr-BE fr-CH=roa/fr-CH
portuguese latin   90 pt-BR=roa/pt-BR pt-PT=roa/pt
italian    latin   60 it-IT=roa/it it-CH=roa/it
chinese    east    60 zh-CN=sit/cmn zh-TW=sit/cmn zh-SG=sit/cmn
cantonese  east    12 zh-HK=sit/yue yue-HK=sit/yue
hakka      east     6 hak-TW=sit/hak
hindi      india   60 hi-IN=inc/hi
japanese   east    56 ja-JP=jpx/ja
korean     east    46 ko-KR=ko
arabic     arab    50 ar-SA=sem/ar ar-EG=sem/ar ar-AE=sem/ar ar-MA=sem/ar ar-DZ=sem/ar ar-IQ=sem/ar ar-JO=sem/ar \
ar-KW=sem/ar ar-LB=sem/ar ar-QA=sem/ar ar-TN=sem/ar
russian    slav    50 ru-RU=zle/ru ru-LV=zle/ru-LV
dutch      north   50 nl-NL=gmw/nl nl-BE=gmw/nl
polish     slav    50 pl-PL=zlw/pl
turkish    turk    40 tr-TR=trk/tr
swedish    north   30 sv-SE=gmq/sv sv-FI=gmq/sv
danish     north   30 da-DK=gmq/da
norwegian  north   30 nb-NO=gmq/nb
finnish    north   30 fi-FI=urj/fi
greek      latin   24 el-GR=grk/el el-CY=grk/el
czech      slav    24 cs-CZ=zlw/cs
hungarian  slav    24 hu-HU=urj/hu
romanian   latin   24 ro-RO=roa/ro ro-MD=roa/ro
ukrainian  slav    24 uk-UA=zle/uk
vietnamese east    24 vi-VN=aav/vi
indonesian asia    24 id-ID=poz/id
malay      asia    20 ms-MY=poz/ms
thai       east    20 th-TH=tai/th
hebrew     arab    16 he-IL=sem/he
catalan    latin   16 ca-ES=roa/ca
bulgarian  slav    14 bg-BG=zls/bg
croatian   slav    14 hr-HR=zls/hr
serbian    slav    14 sr-RS=zls/sr
slovak     slav    14 sk-SK=zlw/sk
slovenian  slav    12 sl-SI=zls/sl
bosnian    slav     8 bs-BA=zls/bs
macedonian slav     8 mk-MK=zls/mk
belarusian slav     8 be-BY=zle/be
lithuanian slav    10 lt-LT=bat/lt
latvian    slav    10 lv-LV=bat/lv
latgalian  slav     4 ltg-LV=bat/ltg
estonian   north   10 et-EE=urj/et
icelandic  north   10 is-IS=gmq/is
sami       north    4 smj-SE=urj/smj
greenlandic north   4 kl-GL=esx/kl
luxembourgish north 6 lb-LU=gmw/lb
afrikaans  north   12 af-ZA=gmw/af
welsh      west    10 cy-GB=cel/cy
irish      west    10 ga-IE=cel/ga
gaelic     west     6 gd-GB=cel/gd
maltese    latin    6 mt-MT=sem/mt
albanian   slav     8 sq-AL=ine/sq
basque     latin    8 eu-ES=eu
aragonese  latin    4 an-ES=roa/an
armenian   slav    10 hy-AM=ine/hy hyw-AM=ine/hyw
georgian   slav     8 ka-GE=ccs/ka
azerbaijani turk   10 az-AZ=trk/az
kazakh     turk    10 kk-KZ=trk/kk
kyrgyz     turk     6 ky-KG=trk/ky
uzbek      turk     8 uz-UZ=trk/uz
turkmen    turk     6 tk-TM=trk/tk
tatar      turk     6 tt-RU=trk/tt
bashkir    turk     4 ba-RU=trk/ba
chuvash    turk     4 cv-RU=trk/cv
nogai      turk     4 nog-RU=trk/nog
uyghur     turk     4 ug-CN=trk/ug
persian    arab    16 fa-IR=ira/fa
kurdish    arab     6 ku-TR=ira/ku
urdu       arab    16 ur-PK=inc/ur ur-IN=inc/ur
sindhi     arab     4 sd-PK=inc/sd
bengali    india   24 bn-BD=inc/bn bn-IN=inc/bn
tamil      india   24 ta-IN=dra/ta ta-LK=dra/ta ta-MY=dra/ta ta-SG=dra/ta
telugu     india   20 te-IN=dra/te
marathi    india   16 mr-IN=inc/mr
gujarati   india   16 gu-IN=inc/gu
kannada    india   16 kn-IN=dra/kn
malayalam  india   16 ml-IN=dra/ml
punjabi    india   12 pa-IN=inc/pa
odia       india    8 or-IN=inc/or
assamese   india    6 as-IN=inc/as
nepali     india    8 ne-NP=inc/ne
konkani    india    4 kok-IN=inc/kok
bishnupriya india   4 bpy-IN=inc/bpy
sinhala    india    8 si-LK=inc/si
burmese    asia     8 my-MM=sit/my
shan       asia     4 shn-MM=tai/shn
swahili    africa  16 sw-KE=bnt/sw sw-TZ=bnt/sw
amharic    africa   8 am-ET=sem/am
oromo      africa   6 om-ET=cus/om
tigrinya   africa   4 ti-ER=sem/ti
setswana   africa   6 tn-ZA=bnt/tn tn-BW=bnt/tn
hawaiian   asia     4 haw-US=map/haw
maori      asia     6 mi-NZ=poz/mi
haitian    latin    6 ht-HT=roa/ht
papiamento latin    4 pap-AW=roa/pap
guarani    latin    4 gn-PY=sai/gn
quechua    latin    4 qu-PE=qu
kiche      latin    4 quc-GT=myn/quc
nahuatl    latin    4 nci-MX=azc/nci
mixe       latin    4 mto-MX=miz/mto
latin      latin    4 la-VA=itc/la
esperanto  west     6 eo-001=art/eo
"""


@dataclass(frozen=True)
class Accent:
    """One BCP-47 code and the identifier of the engine's voice that speaks it."""

    code: str
    engine_voice: str


@dataclass(frozen=True)
class Language:
    """A language as its voices are named after it; `names` is the pool of first names that suits it."""

    word: str
    names: str
    voices: int
    accents: tuple[Accent, ...]


@cache
def spoken_languages() -> tuple[Language, ...]:
    """All languages the engine can speak, the widely spoken ones first."""
    return tuple(_language(line.split()) for line in _TABLE.strip().splitlines())


def _language(cells: list[str]) -> Language:
    word, names, voices, *accents = cells
    pairs = (accent.partition("=") for accent in accents)
    return Language(word, names, int(voices), tuple(Accent(code, voice) for code, _, voice in pairs))
