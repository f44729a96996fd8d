"""A sentence for each language by which a voice can be judged, with the voice's name in it where that is natural."""

from functools import cache
from typing import Final

_COUNTED: Final = "1, 2, 3, 4, 5, 6, 7."

# The language part of a BCP-47 code, then the sentence.
_TABLE: Final = """
en Hello, I am {name}. This is how I sound when I read your script.
es Hola, soy {name}. Así sueno cuando leo tu texto.
de Hallo, ich bin {name}. So klinge ich, wenn ich deinen Text vorlese.
fr Bonjour, je suis {name}. Voici ma voix quand je lis votre texte.
pt Olá, eu sou {name}. É assim que eu leio o seu texto.
it Ciao, sono {name}. Ecco la mia voce quando leggo il tuo testo.
zh 你好，很高兴认识你。这是我朗读的声音。
yue 你好，好高興認識你。呢個係我讀稿嘅聲音。
hi नमस्ते, आप कैसे हैं? यह मेरी आवाज़ है।
ja こんにちは。これは わたしの こえです。
ko 안녕하세요. 이것은 제 목소리입니다.
ar مرحبا، كيف حالك؟ هذا هو صوتي.
ru Здравствуйте. Вот так звучит мой голос, когда я читаю ваш текст.
nl Hallo, ik ben {name}. Zo klink ik als ik je tekst voorlees.
pl Dzień dobry. Tak brzmi mój głos, kiedy czytam twój tekst.
tr Merhaba, ben {name}. Metnini okurken sesim böyle.
sv Hej, jag heter {name}. Så här låter jag när jag läser din text.
da Hej, jeg hedder {name}. Sådan lyder jeg, når jeg læser din tekst.
nb Hei, jeg heter {name}. Slik høres jeg ut når jeg leser teksten din.
fi Hei, minä olen {name}. Tältä kuulostan, kun luen tekstisi.
el Γεια σας. Έτσι ακούγεται η φωνή μου.
cs Dobrý den. Takto zní můj hlas, když čtu váš text.
hu Jó napot kívánok. Így szól a hangom, amikor felolvasok.
ro Bună ziua, eu sunt {name}. Așa sună vocea mea.
uk Доброго дня. Ось так звучить мій голос.
vi Xin chào. Đây là giọng nói của tôi.
id Halo, saya {name}. Beginilah suara saya.
ms Helo, saya {name}. Beginilah suara saya.
th สวัสดี นี่คือเสียงของฉัน
he שלום, זה הקול שלי.
ca Hola, soc {name}. Així sona la meva veu.
bg Здравейте. Така звучи моят глас.
hr Dobar dan. Ovako zvuči moj glas.
sr Добар дан. Овако звучи мој глас.
sk Dobrý deň. Takto znie môj hlas.
sl Dober dan. Tako zveni moj glas.
bs Dobar dan. Ovako zvuči moj glas.
mk Добар ден. Вака звучи мојот глас.
be Добры дзень. Так гучыць мой голас.
lt Laba diena. Taip skamba mano balsas.
lv Labdien. Tā skan mana balss.
et Tere päevast. Nii kõlab minu hääl.
is Góðan daginn. Svona hljómar röddin mín.
lb Moien, ech sinn {name}. Sou kléngt meng Stëmm.
af Goeiedag, ek is {name}. So klink my stem.
cy Helo, {name} ydw i. Dyma fy llais.
ga Dia duit. Seo é mo ghlór.
gd Halò. Seo mo ghuth.
mt Bonġu, jien {name}. Dan hu leħni.
sq Përshëndetje, unë jam {name}. Ky është zëri im.
eu Kaixo, {name} naiz. Hau da nire ahotsa.
hy Բարև ձեզ։ Սա իմ ձայնն է։
ka გამარჯობა. ეს არის ჩემი ხმა.
az Salam, mən {name}. Bu mənim səsimdir.
kk Сәлем. Бұл менің даусым.
ky Салам. Бул менин үнүм.
uz Salom, men {name}. Bu mening ovozim.
fa سلام، این صدای من است.
ur السلام علیکم، یہ میری آواز ہے۔
bn নমস্কার, এটা আমার কণ্ঠ।
ta வணக்கம், இது என் குரல்.
te నమస్కారం, ఇది నా గొంతు.
mr नमस्कार, हा माझा आवाज आहे.
gu નમસ્તે, આ મારો અવાજ છે.
kn ನಮಸ್ಕಾರ, ಇದು ನನ್ನ ಧ್ವನಿ.
ml നമസ്കാരം, ഇത് എന്റെ ശബ്ദമാണ്.
pa ਸਤ ਸ੍ਰੀ ਅਕਾਲ, ਇਹ ਮੇਰੀ ਆਵਾਜ਼ ਹੈ।
ne नमस्ते, यो मेरो आवाज हो।
si ආයුබෝවන්, මේ මගේ හඬයි.
sw Habari, mimi ni {name}. Hii ndiyo sauti yangu.
am ሰላም፣ ይህ የእኔ ድምፅ ነው።
mi Kia ora, ko {name} ahau. Ko tōku reo tēnei.
ht Bonjou, mwen se {name}. Men vwa mwen.
cv Салам. Ку манӑн сасӑ, эпӗ сирӗн текста вулатӑп.
la Salve, ego sum {name}. Haec est vox mea.
eo Saluton, mi estas {name}. Tia estas mia voĉo.
"""


def greeting(language: str, name: str) -> str:
    """What a voice of that BCP-47 code says of itself; it counts where no sentence is known."""
    spoken = language.partition("-")[0]
    return _sentences().get("yue" if language == "zh-HK" else spoken, _COUNTED).format(name=name)


@cache
def _sentences() -> dict[str, str]:
    pairs = (line.partition(" ") for line in _TABLE.strip().splitlines())
    return {code: sentence for code, _, sentence in pairs}
