/* What people of a made-up county write: short, plain, as such comments are. */
#include "person.h"

static const char *const good[] = {
    "The nurse listened and explained everything twice. Thank you.",
    "Seen on time, and the receptionist was kind to my mum.",
    "Everyone was friendly.",
    "Easy to find, clean, quick.",
    "The doctor looked at me and not at the screen.",
    "Got my appointment the same day.",
    "Very patient with my questions.",
    "The new queue board is so much better.",
    "My adviser knew my case already. First time ever.",
    "Left knowing what I have to do next.",
    "Quiet corner for my son. That helped a lot.",
    "They called me by my name and said sorry for the wait.",
    "Clear letter to take home.",
    "The man at the desk filled in the form with me.",
};

static const char *const bad[] = {
    "Waited 50 minutes and nobody said why.",
    "I could not get through on the phone for three days.",
    "Two different people told me two different things.",
    "It was freezing in the waiting room.",
    "I had to tell my story again to someone new.",
    "Not enough chairs. I stood with my baby.",
    "The screen called my name before I could get up.",
    "I do not know what happens next.",
    "Felt rushed. Five minutes after waiting an hour.",
    "The lift is broken again.",
    "Nobody here speaks my language and there was no interpreter.",
    "My appointment was changed and nobody told me.",
    "The letter says one thing, the adviser another.",
    "The website sent me here and here they sent me to the website.",
    "No privacy at the front desk. Everyone heard.",
    "Please mend the heating.",
};

static const struct {
    const char *tag, *good, *bad;
} others[] = {
    { "cy", "Roedd y staff yn garedig iawn.", "Roedd yn rhaid aros yn rhy hir." },
    { "pl", "Bardzo miła obsługa.", "Czekałam ponad godzinę." },
    { "ro", "Toată lumea a fost amabilă.", "Am așteptat prea mult." },
    { "ur", "عملہ بہت مہربان تھا۔", "بہت دیر انتظار کرنا پڑا۔" },
    { "bn", "সবাই খুব ভালো ব্যবহার করেছেন।", "অনেকক্ষণ অপেক্ষা করতে হয়েছে।" },
    { "ar", "كان الموظفون لطفاء.", "انتظرت وقتًا طويلًا." },
    { "pa", "ਸਟਾਫ਼ ਬਹੁਤ ਚੰਗਾ ਸੀ।", "ਬਹੁਤ ਦੇਰ ਉਡੀਕ ਕਰਨੀ ਪਈ।" },
};

const char *person_words(const struct person *person, struct dice *dice)
{
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (strcmp(others[i].tag, person->language) == 0)
            return person->content ? others[i].good : others[i].bad;
    return person->content ? good[dice_roll(dice, sizeof good / sizeof good[0])]
                           : bad[dice_roll(dice, sizeof bad / sizeof bad[0])];
}
