/* What an answer says, where the hub gives only its value: in the words of the survey's newest version. */
import { api, must } from '../api/client';
import { useResource } from './resource';
import { useWords } from './session';
import { wordsIn } from './survey_words';

type Labels = Map<string, string>;

async function labelsOf(survey: string, tag: string, signal: AbortSignal): Promise<[string, string][]> {
    const all = must(await api.GET('/surveys', { params: { query: { id: survey, limit: 200 } }, signal })).items;
    const newest = [...all].sort((a, b) => b.version - a.version)[0];
    if (!newest) {
        return [];
    }
    const path = { survey, version: newest.version };
    const found = must(await api.GET('/surveys/{survey}/versions/{version}', { params: { path }, signal }));
    const said = wordsIn(found.survey, tag);
    return found.questions.flatMap(({ name, choices }) =>
        choices.map((choice): [string, string] => [`${survey} ${choice.value}`, said.answer(name, choice)]),
    );
}

/** Of these surveys; until they are known, and for what no survey has words for, the value stands for itself. */
export function useAnswerLabels(surveys: string[]): (survey: string, value: string) => string {
    const { tag } = useWords();
    const wanted = [...new Set(surveys)].sort();
    const read = useResource<Labels>(`labels ${wanted.join(' ')} in ${tag}`, async (signal) =>
        new Map((await Promise.all(wanted.map((survey) => labelsOf(survey, tag, signal)))).flat()),
    );
    return (survey, value) => read.data?.get(`${survey} ${value}`) ?? value;
}
