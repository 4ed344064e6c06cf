/*
 * Where the keyboard is. A button that does its work is often gone with it, and the focus with the button: whoever uses
 * the keyboard would begin again at the top of the page. It goes on in the part of the page where it was.
 */
import { useEffect } from 'preact/hooks';

const PARTS = 'section, form, article, main, dialog';

/** The parts that something stands in, the innermost first. */
function partsAround(element: Element): HTMLElement[] {
    const found: HTMLElement[] = [];
    for (let part = element.parentElement?.closest<HTMLElement>(PARTS); part; part = part.parentElement?.closest<HTMLElement>(PARTS)) {
        found.push(part);
    }
    return found;
}

function goTo(part: HTMLElement) {
    if (!part.hasAttribute('tabindex')) {
        part.tabIndex = -1;
    }
    part.classList.add('focus-kept');
    part.focus({ preventScroll: true });
}

export function useKeptFocus() {
    useEffect(() => {
        let last: Element | null = null;
        let parts: HTMLElement[] = [];
        const remember = ({ target }: FocusEvent) => {
            if (target instanceof Element && !target.classList.contains('focus-kept')) {
                last = target;
                parts = partsAround(target);
            }
        };
        const look = new MutationObserver(() => {
            const left = last;
            if (left === null || left.isConnected || document.activeElement !== document.body) {
                return;
            }
            last = null;
            const part = parts.find((one) => one.isConnected);
            if (part) {
                goTo(part);
            }
        });
        document.addEventListener('focusin', remember);
        look.observe(document.body, { childList: true, subtree: true });
        return () => {
            document.removeEventListener('focusin', remember);
            look.disconnect();
        };
    }, []);
}
