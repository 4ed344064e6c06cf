/* The figures of a page as a file for a spreadsheet: the hub's own, with whatever it holds back held back there, too. */
import { fileName } from '../app/save';
import { useSession } from '../app/session';

type Report = 'satisfaction' | 'questions' | 'control' | 'participation' | 'fairness';

export function TableFile({ report, query }: { report: Report; query: Record<string, string> }) {
    const { session, words } = useSession();
    const address = `/api/v1/reports/${report}?${new URLSearchParams({ ...query, format: 'csv' })}`;
    return (
        <p class="screen-only">
            <a href={address} download={fileName(`${report}-${query['from'] ?? 'weeks'}.csv`, session)}>
                {words.t('table.save')}
            </a>
        </p>
    );
}
