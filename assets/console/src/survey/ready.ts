/* Ready-made parts, taken from the surveys that come with the hub, so that their wording is the same everywhere. */
import fft from '../../surveys/gp-fft.json';
import jobcentre from '../../surveys/jobcentre.json';
import equality from '../../surveys/modules/equality.json';
import { placesOf, withPage, type About, type Question, type Survey } from './model';

export interface Ready {
    key: 'fft' | 'satisfaction' | 'drivers' | 'equality';
    survey: Survey;
    names: string[];
}

const FFT = fft as unknown as Survey;
const JOBCENTRE = jobcentre as unknown as Survey;
const EQUALITY = equality as unknown as Survey;

export const READY: Ready[] = [
    { key: 'fft', survey: FFT, names: ['fft', 'fft_why'] },
    { key: 'satisfaction', survey: JOBCENTRE, names: ['satisfaction'] },
    {
        key: 'drivers',
        survey: JOBCENTRE,
        names: ['get_it_right', 'make_it_easy', 'communicate_clearly', 'professional_supportive'],
    },
    { key: 'equality', survey: EQUALITY, names: placesOf(EQUALITY).map(({ question }) => question.name) },
];

/** Whole surveys to begin with. */
export const TEMPLATES: { key: 'gp' | 'jobcentre'; survey: Survey }[] = [
    { key: 'gp', survey: FFT },
    { key: 'jobcentre', survey: JOBCENTRE },
];

export function withReady(survey: Survey, part: Ready): Survey {
    const questions: Question[] = placesOf(part.survey)
        .map(({ question }) => question)
        .filter(({ name }) => part.names.includes(name));
    const about: NonNullable<About['questions']> = {};
    for (const { name } of questions) {
        const own = part.survey.yousaid?.questions?.[name];
        if (own) {
            about[name] = own;
        }
    }
    return withPage(survey, questions, about);
}
