/* What is to be known of figures, a sentence each, in small print beside them. */
import type { Schemas } from '../api/client';
import { useFinding } from '../app/finding';

export function Findings({ list }: { list: Schemas['Finding'][] | undefined }) {
    const say = useFinding();
    return (
        <>
            {(list ?? []).map((finding) => (
                <p class="muted" key={finding.code + finding.text}>
                    {say(finding)}
                </p>
            ))}
        </>
    );
}
