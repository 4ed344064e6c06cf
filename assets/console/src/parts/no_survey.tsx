/* Before the first survey is published there is nothing to count: said instead of figures, with the way to one. */
import { useSession } from '../app/session';
import { Empty } from './await';

export function NoSurvey() {
    const { words, may } = useSession();
    return (
        <Empty title={words.t('survey.none')}>
            {may('edit_surveys') && (
                <p>
                    <a href="/surveys">{words.t('setup.survey')}</a>
                </p>
            )}
        </Empty>
    );
}
