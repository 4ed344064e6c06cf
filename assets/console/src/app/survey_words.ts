/*
 * A survey's own words in the language of the console, where it has them: reports give them in the survey's first
 * language alone. A published version never changes, so that one that was read is kept.
 */
import { api, must, type Schemas } from '../api/client';
import { answersOf } from '../survey/condition';
import { ownLanguage, placesOf, textIn, type Localized, type Survey } from '../survey/model';
import { useResource } from './resource';
import { useSession, useWords } from './session';

type Texts = Map<string, string>;
const kept = new Map<string, Texts>();

/** What kiosks show as the survey's title to whoever reads this language. */
export function titleOf({ title, titles }: Schemas['SurveyVersion'], tag: string): string {
    return titles[tag] ?? title;
}

/** In this language, or in the one that the survey begins in. */
export function textFor(text: unknown, survey: Survey, tag: string): string {
    return textIn(text as Localized, survey, tag) || textIn(text as Localized, survey, ownLanguage(survey));
}

/** What a venue asks, as people call it: its short name says little to them. */
export function useSurveyName(): (asked: { id: string; version: number }) => string {
    const { words, may } = useSession();
    const allowed = may('see_surveys');
    const all = useResource(`surveys ${allowed}`, async (signal) =>
        allowed ? must(await api.GET('/surveys', { params: { query: { limit: 200 } }, signal })).items : [],
    );
    return ({ id, version }) => {
        const found = all.data?.find((one) => one.id === id && one.version === version);
        return found ? words.t('venue.asks', { title: titleOf(found, words.tag), version }) : `${id} ${version}`;
    };
}

function textsOf(survey: Survey, tag: string): Texts {
    const texts: Texts = new Map();
    for (const { question } of placesOf(survey)) {
        texts.set(question.name, textIn(question.title, survey, tag));
        answersOf(question).forEach(({ value, label }) => texts.set(`${question.name} ${value}`, textIn(label as Localized, survey, tag)));
    }
    return texts;
}

async function read(id: string, tag: string, signal: AbortSignal): Promise<Texts> {
    const all = must(await api.GET('/surveys', { params: { query: { limit: 200 } }, signal })).items;
    const newest = all.filter((one) => one.id === id).sort((a, b) => b.version - a.version)[0];
    if (!newest) {
        return new Map();
    }
    const key = `${newest.digest} ${tag}`;
    const known = kept.get(key);
    if (known) {
        return known;
    }
    const path = { survey: id, version: newest.version };
    const { survey } = must(await api.GET('/surveys/{survey}/versions/{version}', { params: { path }, signal }));
    const texts = textsOf(survey, tag);
    kept.set(key, texts);
    return texts;
}

export interface SurveyWords {
    question: (question: { name: string; title: string }) => string;
    answer: (question: string, answer: { value: string; label: string }) => string;
}

function wordsOf(texts: Texts | null): SurveyWords {
    const given = (key: string) => texts?.get(key) ?? '';
    return {
        question: ({ name, title }) => given(name) || title,
        answer: (question, { value, label }) => given(`${question} ${value}`) || label,
    };
}

/** Of the version that is at hand. */
export function wordsIn(survey: Survey, tag: string): SurveyWords {
    return wordsOf(textsOf(survey, tag));
}

/** Until they are known, and where the survey has no words in this language, what the report says stands for itself. */
export function useSurveyWords(id: string): SurveyWords {
    const { tag } = useWords();
    const texts = useResource(`words of ${id} in ${tag}`, (signal) => read(id, tag, signal));
    return wordsOf(texts.data);
}
