/* How a kiosk's screens are called, for people: what the renderer calls them are names for programs. */
import type { Schemas } from '../api/client';
import type { Key, Words } from '../words/words';
import { ownLanguage, placesOf, textIn, type Survey } from './model';

type Picture = Schemas['Preview']['pictures'][number];

/** What people meet on the way through this survey; all other screens are the kiosk's with every survey. */
export function isOfSurvey({ screen }: Picture): boolean {
    return /^(attract|languages|question|pressed|keyboard|thanks)/.test(screen);
}

/** The words of the question of that name, in the language of the picture where it has them. */
function questionWords(name: string, survey: Survey, language: string): string {
    const question = placesOf(survey).find((place) => place.question.name === name)?.question;
    return textIn(question?.title, survey, language) || textIn(question?.title, survey, ownLanguage(survey)) || name;
}

/** "staff_menu-soon" is one of the staff menus: what comes behind the last dash is left out until there are words. */
function ownName(screen: string, words: Words): string {
    for (let name = screen; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('-')))) {
        if (words.has(`screen.${name}`)) {
            return words.t(`screen.${name}` as Key);
        }
    }
    return words.t('screen.other');
}

function nameOf({ screen, language }: Picture, survey: Survey, words: Words): string {
    const whole = screen.replace(/-part-\d+$/, '');
    const asked = /^(question|pressed)-(.+)$/.exec(whole);
    return asked
        ? words.t(`screen.${asked[1] as 'question' | 'pressed'}`, { title: questionWords(asked[2] ?? '', survey, language) })
        : ownName(whole, words);
}

/** A caption for each picture: its screen, and which of several that are called alike. */
export function captionsOf(pictures: Picture[], survey: Survey, words: Words): string[] {
    const names = pictures.map((picture) => nameOf(picture, survey, words));
    return names.map((screen, i) => {
        const of = names.filter((name) => name === screen).length;
        const n = names.slice(0, i + 1).filter((name) => name === screen).length;
        return of === 1 ? screen : words.t('screen.one_of', { screen, n, of });
    });
}
