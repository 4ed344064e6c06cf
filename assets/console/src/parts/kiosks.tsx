/* Kiosks in a table: their state in words first, then why. */
import type { Schemas } from '../api/client';
import { useFinding } from '../app/finding';
import { useWords } from '../app/session';
import type { Key, Words } from '../words/words';
import { DataTable } from './table';

type Kiosk = Schemas['Kiosk'];

const TAGS: Record<Kiosk['state'], string> = {
    well: 'green',
    silent: 'orange',
    odd: 'orange',
    new: 'grey',
    never_heard: 'grey',
    replaced: 'grey',
    revoked: 'red',
};

export function KioskState({ state }: { state: Kiosk['state'] }) {
    const { t } = useWords();
    return <strong class={`govuk-tag govuk-tag--${TAGS[state]}`}>{t(`kiosk.state_${state}` as Key)}</strong>;
}

/** As it was when the kiosk was heard last; '' for one that never was. */
export function clockText({ reasons, last_heard }: Kiosk, t: Words['t']): string {
    if (last_heard === null) {
        return '';
    }
    return t(reasons.some(({ code }) => code === 'clock_wrong') ? 'kiosk.clock_wrong' : 'kiosk.clock_right');
}

export function KioskTable({ kiosks, withVenue = false }: { kiosks: Kiosk[]; withVenue?: boolean }) {
    const words = useWords();
    const { t } = words;
    const say = useFinding();
    return (
        <DataTable
            caption={t('nav.kiosks')}
            hideCaption
            rows={kiosks}
            rowKey={({ id }) => id}
            columns={[
                {
                    key: 'name',
                    title: t('kiosk.one'),
                    head: true,
                    cell: (kiosk) => (
                        <a href={`/kiosks/${kiosk.id}`}>
                            {withVenue ? `${kiosk.venue_name}, ${kiosk.name}` : kiosk.name}
                        </a>
                    ),
                },
                {
                    key: 'state',
                    title: t('kiosk.state'),
                    cell: (kiosk) => (
                        <div>
                            <KioskState state={kiosk.state} />
                            {kiosk.reasons.length > 0 && <div class="muted">{kiosk.reasons.map(say).join('; ')}</div>}
                        </div>
                    ),
                },
                {
                    key: 'heard',
                    title: t('kiosk.last_heard'),
                    cell: ({ last_heard }) => <span class="nowrap">{last_heard ? words.moment(last_heard) : t('kiosk.never')}</span>,
                },
                {
                    key: 'pending',
                    title: t('kiosk.pending'),
                    number: true,
                    cell: ({ pending }) => (pending === null || pending === undefined ? '' : words.number(pending)),
                },
                ...(withVenue
                    ? [
                          { key: 'clock', title: t('kiosk.clock'), cell: (kiosk: Kiosk) => clockText(kiosk, t) },
                          { key: 'version', title: t('kiosk.version'), cell: ({ version }: Kiosk) => version },
                          {
                              key: 'room',
                              title: t('kiosk.room'),
                              number: true,
                              cell: ({ room_mib }: Kiosk) =>
                                  room_mib === null || room_mib === undefined ? '' : `${words.number(room_mib)} MiB`,
                          },
                      ]
                    : []),
            ]}
        />
    );
}
