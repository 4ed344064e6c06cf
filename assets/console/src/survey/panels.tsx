/* Which panel pictures are drawn for: one that a venue's kiosks have, where it says which; else any that screens are made for. */
import { api, must } from '../api/client';
import { useResource, type Resource } from '../app/resource';
import { useWords } from '../app/session';
import { ProblemNotice } from '../parts/await';
import { Select } from '../parts/form';
import { VenuePick } from '../parts/venue_pick';

/** As people write a panel: "1280x800", and its pitch in pixels an inch behind an @ where that is known. */
const USUAL_PANELS = ['1280x800', '1024x600', '800x480', '1080x1920', '800x1280', '600x1024', '480x800'];

interface Size {
    width: number;
    height: number;
    ppi?: number;
}

export function sizeOf(panel: string): Size {
    const [, width, height, ppi] = /^(\d+)x(\d+)(?:@(\d+))?$/.exec(panel) ?? [];
    return { width: Number(width), height: Number(height), ...(ppi === undefined ? {} : { ppi: Number(ppi) }) };
}

function usePanelName(): (panel: string) => string {
    const { t } = useWords();
    return (panel) => {
        const { width, height, ppi } = sizeOf(panel);
        const size = `${width} × ${height}`;
        return ppi === undefined ? size : t('editor.panel_fine', { size, ppi });
    };
}

/** The panels to choose from, and whether the venue has said them. */
export interface Panels {
    list: string[];
    said: boolean;
    of: Resource<string[]>;
}

export function usePanels(venue: string): Panels {
    const of = useResource(`panels of ${venue}`, async (signal) => {
        if (venue === '') {
            return [];
        }
        const answer = await api.GET('/venues/{venue}/profile', { params: { path: { venue } }, signal });
        return (must(answer) as { display?: { panels?: string[] } }).display?.panels ?? [];
    });
    const said = of.data !== null && of.data.length > 0;
    return { list: said ? (of.data as string[]) : USUAL_PANELS, said, of };
}

interface PickProps {
    panels: Panels;
    venue: string;
    onVenue: (venue: string) => void;
    panel: string;
    onPanel: (panel: string) => void;
}

export function PanelPick({ panels, venue, onVenue, panel, onPanel }: PickProps) {
    const { t } = useWords();
    const panelName = usePanelName();
    return (
        <>
            <VenuePick id="pictures-venue" any={t('editor.any_venue')} value={venue} onValue={onVenue} />
            <Select
                id="pictures-panel"
                label={t('editor.panel')}
                value={panel}
                onValue={onPanel}
                options={panels.list.map((one) => ({ value: one, label: panelName(one) }))}
            />
        </>
    );
}

/** Why there are all panels to choose from, though a venue is chosen. */
export function PanelsNote({ panels, venue }: { panels: Panels; venue: string }) {
    const { t } = useWords();
    if (panels.of.problem) {
        return <ProblemNotice problem={panels.of.problem} retry={panels.of.reload} />;
    }
    const silent = venue !== '' && panels.of.data !== null && !panels.said;
    return <p class="muted" role="status">{silent ? t('editor.panels_not_said') : ''}</p>;
}
