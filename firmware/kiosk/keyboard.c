/*
 * The letters of every language's keyboard; see keyboard.h. A new language is a row of the last
 * table and the layers that it does not share. Letters of Indian scripts stand as on the keyboards
 * that are usual for them, vowels at the left; Arabic and Urdu as on telephones.
 */
#include "keyboard.h"
#include <string.h>

/* --- Latin letters --- */

static const struct keyboard_keys latin = { { U"qwertyuiop", U"asdfghjkl’", U"zxcvbnm" }, U",.?" };
static const struct keyboard_keys latin_capitals = { { U"QWERTYUIOP", U"ASDFGHJKL’", U"ZXCVBNM" },
                                                     U",.?" };
static const struct keyboard_keys figures = { { U"1234567890", U"-/:;()£&@\"", U"+=%*#_!" },
                                              U",.?" };

static const struct keyboard_keys welsh = { { U"âêîôûŵŷçñß", U"àáèéìíòóùú", U"äëïöüåø" }, U",.?" };
static const struct keyboard_keys welsh_capitals = { { U"ÂÊÎÔÛŴŶÇÑẞ", U"ÀÁÈÉÌÍÒÓÙÚ", U"ÄËÏÖÜÅØ" },
                                                     U",.?" };

static const struct keyboard_keys polish = { { U"ąćęłńóśźż", U"äöüáéíúñçß", U"ăâîșțŵŷ" }, U",.?" };
static const struct keyboard_keys polish_capitals = { { U"ĄĆĘŁŃÓŚŹŻ", U"ÄÖÜÁÉÍÚÑÇẞ", U"ĂÂÎȘȚŴŶ" },
                                                      U",.?" };

static const struct keyboard_keys romanian = { { U"ăâîșț„”", U"äöüáéíóúñç", U"ąęłśżőű" }, U",.?" };
static const struct keyboard_keys romanian_capitals = { { U"ĂÂÎȘȚ„”", U"ÄÖÜÁÉÍÓÚÑÇ", U"ĄĘŁŚŻŐŰ" },
                                                        U",.?" };

/* --- Arabic letters --- */

static const struct keyboard_keys arabic = { { U"ضصثقفغعهخح", U"شسيبلاتنمك", U"رةودجزط" }, U"،.؟" };
static const struct keyboard_keys arabic_more = { { U"أإآءؤئىظذپ", U"ًٌٍَُِّْٰـ", U"گچژڤ" }, U"؛:!" };
static const struct keyboard_keys arabic_figures = { { U"١٢٣٤٥٦٧٨٩٠", U"-/:؛()£&@\"", U"+=٪*#_!" },
                                                     U"،.؟" };

static const struct keyboard_keys urdu = { { U"قوعرتےءیہپ", U"اسدفگحجکلھ", U"زشچطبنم" }, U"،۔؟" };
static const struct keyboard_keys urdu_more = { { U"آؤئڑٹۓۂںأث", U"ٰصڈّغَضخُِ", U"ذژظًْٔۃ" }, U"؛:!" };
static const struct keyboard_keys urdu_figures = { { U"1234567890", U"-/:؛()£&@\"", U"+=%*#_!" },
                                                   U"،۔؟" };

/* --- Indian letters --- */

static const struct keyboard_keys gurmukhi = {
    { U"\u0A4C\u0A48\u0A3E\u0A40\u0A42ਬਹਗਦਜ", U"\u0A4B\u0A47\u0A71\u0A3F\u0A41ਪਰਕਤਚ",
      U"\u0A70ਮਨਵਲਸਟ" },
    U"।,?",
};
static const struct keyboard_keys gurmukhi_more = {
    { U"ਔਐਆਈਊਭੜਘਧਝ", U"ਓਏਅਇਉਫਯਖਥਛ", U"\u0A02ਣਡਢਠ\u0A3C\u0A4D" },
    U"ਙਞ.",
};
static const struct keyboard_keys gurmukhi_figures = {
    { U"1234567890", U"-/:;()£&@\"", U"+=%*#ੳੲ" },
    U"।,?",
};

static const struct keyboard_keys bengali = {
    { U"\u09CC\u09C8\u09BE\u09C0\u09C2বহগদজ", U"\u09CB\u09C7\u09CD\u09BF\u09C1পরকতচ",
      U"\u0982মনল\u09DFসট" },
    U"।,?",
};
static const struct keyboard_keys bengali_more = {
    { U"ঔঐআঈঊভঙঘধঝ", U"ওএঅইউফ\u09DCখথছ", U"\u0981ণযশষঠড" },
    U"\u09C3ৎঢ",
};
static const struct keyboard_keys bengali_figures = {
    { U"১২৩৪৫৬৭৮৯০", U"-/:;()£&@\"", U"ঋঞ\u0983\u09DD\u09BC%!" },
    U"।,?",
};

/* --- languages --- */

static const struct keyboard_layout layouts[] = {
    { "en", false, "en", { &latin, &latin_capitals, &figures, &welsh, &welsh_capitals } },
    { "pl", false, "pl", { &latin, &latin_capitals, &figures, &polish, &polish_capitals } },
    { "ro", false, "ro", { &latin, &latin_capitals, &figures, &romanian, &romanian_capitals } },
    { "ar", true, "ar", { &arabic, &arabic_more, &arabic_figures, &latin, &latin_capitals } },
    { "ur", true, "fa", { &urdu, &urdu_more, &urdu_figures, &latin, &latin_capitals } },
    { "pa", true, "pa", { &gurmukhi, &gurmukhi_more, &gurmukhi_figures, &latin, &latin_capitals } },
    { "bn", true, "bn", { &bengali, &bengali_more, &bengali_figures, &latin, &latin_capitals } },
};

const struct keyboard_layout *keyboard_of(const char *language)
{
    size_t first = strcspn(language, "-");
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (strlen(layouts[i].language) == first &&
            memcmp(layouts[i].language, language, first) == 0)
            return &layouts[i];
    return &layouts[0];
}
