/*
 * A survey as it is written: SurveyJS JSON, our strict subset (docs of the model: include/model/survey.h). Every
 * change makes a new value. What this editor does not know is left as it is, so that no file loses anything by it.
 */
import { idOf } from '../app/name_id';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };
/** A text, or one by language; "default" is the survey's own language. */
export type Localized = string | { [tag: string]: string };

export type QuestionType = 'rating' | 'radiogroup' | 'checkbox' | 'boolean' | 'comment' | 'html';
export const QUESTION_TYPES: QuestionType[] = ['rating', 'radiogroup', 'checkbox', 'boolean', 'comment', 'html'];

export interface Choice {
    value: string | number;
    text?: Localized;
}

export interface Question {
    type: QuestionType;
    name: string;
    title?: Localized;
    description?: Localized;
    html?: Localized;
    choices?: (Choice | string | number)[];
    rateValues?: (Choice | string | number)[];
    rateType?: string;
    labelTrue?: Localized;
    labelFalse?: Localized;
    minRateDescription?: Localized;
    maxRateDescription?: Localized;
    maxLength?: number;
    visibleIf?: string;
    [other: string]: unknown;
}

interface Page {
    name?: string;
    elements?: Question[];
    [other: string]: unknown;
}

export interface About {
    id?: string;
    owner?: Localized;
    purpose?: Localized;
    outcome?: Localized;
    review?: string;
    closes?: string;
    kinds?: string[];
    languages?: { [tag: string]: { reviewed?: boolean } };
    questions?: { [name: string]: { role?: string; sensitivity?: string } };
    [other: string]: unknown;
}

export interface Survey {
    title?: Localized;
    locale?: string;
    pages?: Page[];
    elements?: Question[];
    yousaid?: About;
    [other: string]: unknown;
}

const OWN = 'default';

/** The tag of the survey's own language, whose texts stand under "default". */
export function ownLanguage(survey: Survey): string {
    return survey.locale && survey.locale !== '' ? survey.locale : 'en';
}

export function textIn(text: Localized | undefined, survey: Survey, tag: string): string {
    if (text === undefined || text === null) {
        return '';
    }
    if (typeof text === 'string') {
        return tag === ownLanguage(survey) ? text : '';
    }
    return text[tag === ownLanguage(survey) ? OWN : tag] ?? text[tag] ?? '';
}

export function withText(text: Localized | undefined, survey: Survey, tag: string, value: string): Localized {
    const all: { [tag: string]: string } = typeof text === 'string' ? { [OWN]: text } : { ...text };
    const key = tag === ownLanguage(survey) ? OWN : tag;
    if (key === OWN) {
        delete all[tag];
    }
    if (value === '' && key !== OWN) {
        delete all[key];
    } else {
        all[key] = value;
    }
    return all;
}

/** Languages that any text of the survey has, its own first. */
export function languagesOf(survey: Survey): string[] {
    const found = new Set<string>([ownLanguage(survey)]);
    const listed = Object.keys(survey.yousaid?.languages ?? {});
    [...listed, ...Object.keys(typeof survey.title === 'object' ? survey.title : {})]
        .filter((tag) => tag !== OWN)
        .forEach((tag) => found.add(tag));
    return [...found];
}

/** An editor's file may have its questions without pages: they are one page. What is no list has none. */
export function pagesOf(survey: Survey): Page[] {
    if (survey.pages !== undefined) {
        return Array.isArray(survey.pages) ? survey.pages : [];
    }
    return Array.isArray(survey.elements) ? [{ name: 'page1', elements: survey.elements }] : [];
}

function elementsOf(page: Page | null): Question[] {
    return Array.isArray(page?.elements) ? page.elements : [];
}

export interface Place {
    page: number;
    at: number;
    question: Question;
    /** RFC 6901, as the hub's problems name it. */
    pointer: string;
}

export function placesOf(survey: Survey): Place[] {
    const flat = survey.pages === undefined;
    return pagesOf(survey)
        .flatMap((page, p) =>
            elementsOf(page).map((question, at) => ({
                page: p,
                at,
                question,
                pointer: flat ? `/elements/${at}` : `/pages/${p}/elements/${at}`,
            })),
        )
        .filter(({ question }) => typeof question === 'object' && question !== null);
}

function withPages(survey: Survey, pages: Page[]): Survey {
    const { elements: _flat, ...rest } = survey;
    return { ...rest, pages };
}

function withElements(survey: Survey, page: number, change: (elements: Question[]) => Question[]): Survey {
    const pages = pagesOf(survey).map((one, i) => (i === page ? { ...one, elements: change(elementsOf(one)) } : one));
    return withPages(survey, pages);
}

export function withQuestion(survey: Survey, place: Place, question: Question): Survey {
    const changed = withElements(survey, place.page, (all) => all.map((one, i) => (i === place.at ? question : one)));
    return question.name === place.question.name ? changed : renamed(changed, place.question.name, question.name);
}

/** A question's name stands in conditions and in our own part of the file, too. */
function renamed(survey: Survey, from: string, to: string): Survey {
    const mention = new RegExp(`\\{${from.replace(/[^\w]/g, '\\$&')}\\}`, 'g');
    const pages = pagesOf(survey).map((page) => ({
        ...page,
        elements: elementsOf(page).map((one) =>
            typeof one?.visibleIf === 'string' ? { ...one, visibleIf: one.visibleIf.replace(mention, `{${to}}`) } : one,
        ),
    }));
    const about = { ...survey.yousaid, questions: { ...survey.yousaid?.questions } };
    const own = about.questions[from];
    if (own) {
        delete about.questions[from];
        about.questions[to] = own;
    }
    return { ...withPages(survey, pages), yousaid: about };
}

export function withoutQuestion(survey: Survey, place: Place): Survey {
    const rest = withElements(survey, place.page, (all) => all.filter((_, i) => i !== place.at));
    const questions = { ...rest.yousaid?.questions };
    delete questions[place.question.name];
    const pages = pagesOf(rest).filter((page) => elementsOf(page).length > 0);
    return { ...withPages(rest, pages), yousaid: { ...rest.yousaid, questions } };
}

/** One step up or down, over the edge of a page too. */
export function moved(survey: Survey, place: Place, by: -1 | 1): Survey {
    const places = placesOf(survey);
    const from = places.findIndex(({ page, at }) => page === place.page && at === place.at);
    const other = places[from + by];
    if (!other) {
        return survey;
    }
    const swapped = withElements(survey, place.page, (all) => all.map((one, i) => (i === place.at ? other.question : one)));
    return withElements(swapped, other.page, (all) => all.map((one, i) => (i === other.at ? place.question : one)));
}

/** A name that no question has yet: lower-case letters, digits and underscores. */
export function freeName(survey: Survey, wish: string): string {
    const taken = new Set(placesOf(survey).map(({ question }) => question.name));
    const base = wish.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '').slice(0, 28) || 'question';
    let name = base;
    for (let n = 2; taken.has(name); n++) {
        name = `${base}_${n}`;
    }
    return name;
}

export function withPage(survey: Survey, questions: Question[], about: About['questions'] = {}): Survey {
    const pages = [...pagesOf(survey), { name: `page${pagesOf(survey).length + 1}`, elements: questions }];
    return {
        ...withPages(survey, pages),
        yousaid: { ...survey.yousaid, questions: { ...survey.yousaid?.questions, ...about } },
    };
}

/** `prefix`: a venue's own questions are called so that none is ever called as one of the centre's. */
export function newQuestion(survey: Survey, type: QuestionType, prefix = ''): Question {
    const name = freeName(survey, `${prefix}${type}`);
    const text = { [OWN]: '' };
    const choices: Choice[] = [
        { value: 'yes_1', text: { [OWN]: '' } },
        { value: 'no_1', text: { [OWN]: '' } },
    ];
    switch (type) {
        case 'rating':
            return { type, name, title: text, rateType: 'labels', rateValues: choices };
        case 'radiogroup':
        case 'checkbox':
            return { type, name, title: text, choices };
        case 'boolean':
            return { type, name, title: text, labelTrue: { [OWN]: '' }, labelFalse: { [OWN]: '' } };
        case 'comment':
            return { type, name, title: text, maxLength: 500 };
        case 'html':
            return { type, name, title: text, html: { [OWN]: '' } };
    }
}

/** Where the choices of a question stand. */
export function choiceMember(question: Question): 'choices' | 'rateValues' | null {
    if (question.type === 'radiogroup' || question.type === 'checkbox') {
        return 'choices';
    }
    return question.type === 'rating' && question.rateValues !== undefined ? 'rateValues' : null;
}

export function choicesOf(question: Question): Choice[] {
    const member = choiceMember(question);
    const list = member === null ? undefined : question[member];
    return (Array.isArray(list) ? list : []).map((one) =>
        typeof one === 'object' && one !== null ? one : { value: one, text: { [OWN]: String(one) } },
    );
}

export function valueOf(text: string): string {
    return idOf(text, '_');
}

/* ---- what differs between two versions, in words a person can check ---- */

export interface Difference {
    kind: 'added' | 'removed' | 'changed' | 'moved';
    /** A question, unless it says that it is the survey itself. */
    of?: 'survey';
    name: string;
    /** Members of the question that are not what they were. */
    parts: string[];
}

/** A file is the same in whatever order its members stand: the hub keeps drafts in another than they are written in. */
function inOrder(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(inOrder);
    }
    if (typeof value !== 'object' || value === null) {
        return value;
    }
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(members.map(([name, member]) => [name, inOrder(member)]));
}

function same(a: unknown, b: unknown): boolean {
    return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
}

export function differences(before: Survey, after: Survey): Difference[] {
    const old = placesOf(before);
    const now = placesOf(after);
    const names = (places: Place[]) => places.map(({ question }) => question.name);
    const kept = names(now).filter((name) => names(old).includes(name));
    const oldOrder = names(old).filter((name) => kept.includes(name));
    const result: Difference[] = [];
    for (const { question } of now) {
        const was = old.find((place) => place.question.name === question.name)?.question;
        if (!was) {
            result.push({ kind: 'added', name: question.name, parts: [] });
            continue;
        }
        const members = [...new Set([...Object.keys(was), ...Object.keys(question)])].filter(
            (member) => !same(was[member], question[member]),
        );
        if (members.length > 0) {
            result.push({ kind: 'changed', name: question.name, parts: members });
        }
        if (kept.indexOf(question.name) !== oldOrder.indexOf(question.name)) {
            result.push({ kind: 'moved', name: question.name, parts: [] });
        }
    }
    for (const { question } of old) {
        if (!names(now).includes(question.name)) {
            result.push({ kind: 'removed', name: question.name, parts: [] });
        }
    }
    for (const member of ['title', 'yousaid'] as const) {
        if (!same(before[member], after[member])) {
            result.push({ kind: 'changed', of: 'survey', name: member, parts: [] });
        }
    }
    return result;
}
