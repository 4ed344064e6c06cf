/* What a survey file means to the wire: its questions in order, and a state for each answer. */
import { digest, insist } from './bytes.js';

const FIRST = 3;
const TYPES = ['rating', 'radiogroup', 'checkbox', 'boolean', 'comment', 'html'];
const STATUS = ['unseen', 'shown', 'skipped'];

/**
 * @typedef {object} Question
 * @property {string} name
 * @property {string} type
 * @property {(string | number | boolean)[]} values in the order of the file
 * @property {boolean} counted its answer is sealed in the counts block
 *
 * @typedef {{ digest: Uint8Array, id: string, questions: Question[] }} Survey
 */

/** Pages and panels leave no trace. @param {any[]} elements @returns {any[]} */
function flatten(elements) {
    return elements.flatMap((element) => (element.elements ? flatten(element.elements) : [element]));
}

/** @param {any} choice */
function valueOf(choice) {
    return typeof choice === 'object' ? choice.value : choice;
}

/** @param {any} element */
function rated(element) {
    if (element.rateValues) {
        return element.rateValues.map(valueOf);
    }
    const least = element.rateMin ?? 1;
    const most = element.rateMax ?? least + (element.rateCount ?? 5) - 1;
    return Array.from({ length: most - least + 1 }, (_, i) => least + i);
}

/** @param {any} element */
function valuesOf(element) {
    if (element.type === 'boolean') {
        return [false, true];
    }
    return element.type === 'rating' ? rated(element) : (element.choices ?? []).map(valueOf);
}

/**
 * @param {Uint8Array} bytes of a survey file
 * @returns {Survey}
 */
export function readSurvey(bytes) {
    const json = JSON.parse(Buffer.from(bytes).toString('utf8'));
    const about = json.yousaid?.questions ?? {};
    const questions = flatten(json.pages ?? json.elements).map((element) => {
        insist(TYPES.includes(element.type), `a question of the type ${element.type}`);
        const { role, sensitivity } = about[element.name] ?? {};
        return {
            name: element.name,
            type: element.type,
            values: valuesOf(element),
            counted: role === 'equality' || sensitivity === 'counts',
        };
    });
    return { digest: digest(bytes), id: json.yousaid?.id, questions };
}

/** @param {Question} question @param {any} value @returns {number} */
function choiceState(question, value) {
    const index = question.values.indexOf(value);
    insist(index >= 0, `${question.name} has no answer ${value}`);
    return index;
}

/**
 * @param {Question} question
 * @param {any} answer a value, a list of values of a checkbox, words, 'skipped' or 'shown' behind a dot
 * @returns {number}
 */
export function stateOf(question, answer) {
    if (answer === undefined) {
        return 0;
    }
    const status =
        typeof answer === 'string' && answer.startsWith('.') ? STATUS.indexOf(answer.slice(1)) : -1;
    if (status >= 0) {
        return status;
    }
    if (question.type === 'checkbox') {
        insist(answer.length > 0, 'a set without values is no answer');
        return (
            FIRST +
            answer.reduce(
                (/** @type {number} */ set, /** @type {any} */ value) =>
                    set | (1 << choiceState(question, value)),
                0,
            )
        );
    }
    return question.type === 'comment' ? FIRST : FIRST + choiceState(question, answer);
}

/**
 * @param {Question} question
 * @param {number | null} state
 * @returns {any} what stateOf takes; true for words
 */
export function answerOf(question, state) {
    if (state === null) {
        return undefined;
    }
    if (state < FIRST) {
        return state === 0 ? undefined : `.${STATUS[state]}`;
    }
    if (question.type === 'comment') {
        insist(state === FIRST, `${question.name} has no state ${state}`);
        return true;
    }
    if (question.type === 'checkbox') {
        const set = state - FIRST;
        insist(set > 0 && set < 2 ** question.values.length, `${question.name} has no state ${state}`);
        return question.values.filter((_, i) => (set >> i) & 1);
    }
    insist(state - FIRST < question.values.length, `${question.name} has no state ${state}`);
    return question.values[state - FIRST];
}
