"""English names of the language codes that TMDB uses: ISO 639-1 and a few of its own."""

_CODES = """
af Afrikaans, ar Arabic, az Azerbaijani, be Belarusian, bg Bulgarian, bn Bengali, bs Bosnian, ca Catalan, cn Cantonese,
cs Czech, cy Welsh, da Danish, de German, el Greek, en English, es Spanish, et Estonian, eu Basque, fa Persian,
fi Finnish, fr French, ga Irish, gl Galician, gu Gujarati, he Hebrew, hi Hindi, hr Croatian, hu Hungarian, hy Armenian,
id Indonesian, is Icelandic, it Italian, ja Japanese, ka Georgian, kk Kazakh, kn Kannada, ko Korean, ku Kurdish,
ky Kyrgyz, la Latin, lt Lithuanian, lv Latvian, mk Macedonian, ml Malayalam, mn Mongolian, mr Marathi, ms Malay,
nb Norwegian Bokmål, ne Nepali, nl Dutch, no Norwegian, pa Punjabi, pl Polish, ps Pashto, pt Portuguese, ro Romanian,
ru Russian, sh Serbo-Croatian, sk Slovak, sl Slovenian, sq Albanian, sr Serbian, sv Swedish, sw Swahili, ta Tamil,
te Telugu, th Thai, tl Tagalog, tr Turkish, uk Ukrainian, ur Urdu, uz Uzbek, vi Vietnamese, wo Wolof, xh Xhosa,
xx No language, yi Yiddish, zh Mandarin, zu Zulu
"""
LANGUAGE_NAMES: dict[str, str] = dict(entry.split(maxsplit=1) for entry in _CODES.split(","))
"""English name of each code."""
