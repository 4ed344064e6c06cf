/* What an answer says, where the hub gives only its value: in the words of the survey's newest version. */
import { api, must } from '../api/client';
import { useResource } from './resource';

type Labels = Map<string, string>;

async function labelsOf(survey: string, signal: AbortSignal): Promise<[string, string][]> {
    const all = must(await api.GET('/surveys', { params: { query: { limit: 200 } }, signal })).items;
    const newest = all.filter(({ id }) => id === survey).sort((a, b) => b.version - a.version)[0];
    if (!newest) {
        return [];
    }
    const path = { survey, version: newest.version };
    const { questions } = must(await api.GET('/surveys/{survey}/versions/{version}', { params: { path }, signal }));
    return questions.flatMap(({ choices }) => choices.map(({ value, label }) => [`${survey} ${value}`, label] as [string, string]));
}

/** Of these surveys; until they are known, and for what no survey has words for, the value stands for itself. */
export function useAnswerLabels(surveys: string[]): (survey: string, value: string) => string {
    const wanted = [...new Set(surveys)].sort();
    const read = useResource<Labels>(`labels ${wanted.join(' ')}`, async (signal) =>
        new Map((await Promise.all(wanted.map((survey) => labelsOf(survey, signal)))).flat()),
    );
    return (survey, value) => read.data?.get(`${survey} ${value}`) ?? value;
}
