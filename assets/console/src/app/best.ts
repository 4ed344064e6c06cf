/*
 * What a share is a share of. The Friends and Family Test asks for good and very good; other surveys have other words,
 * and their share is of the two best answers, whatever these are called.
 */
import type { Schemas } from '../api/client';
import type { Key } from '../words/words';

type Question = Pick<Schemas['QuestionRef'], 'role'> | null | undefined;
type Said = 'finding' | 'venue' | 'column' | 'interval';

const OF_THE_TEST: Record<Said, Key> = {
    finding: 'overview.finding',
    venue: 'venue.finding',
    column: 'figure.good_or_very_good',
    interval: 'figure.with_interval',
};
const OF_OTHERS: Record<Said, Key> = {
    finding: 'overview.finding_best',
    venue: 'venue.finding_best',
    column: 'figure.best',
    interval: 'figure.best_with_interval',
};

export function bestOf(question: Question, said: Said): Key {
    return (question?.role === 'fft_overall' ? OF_THE_TEST : OF_OTHERS)[said];
}
