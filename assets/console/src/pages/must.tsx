/* What somebody has to do before anything else: an administrator's second factor, and keeping its recovery codes. */
import { useSession } from '../app/session';
import { PageHead } from '../parts/page';
import { SecondFactor } from './account';

export function Must() {
    const { words } = useSession();
    return (
        <>
            <PageHead title={words.t('setup.second_factor')} more={words.t('must.why')} />
            <SecondFactor />
        </>
    );
}
