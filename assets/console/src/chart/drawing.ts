/*
 * A drawing that has the room it is given: drawn anew when there is other room for it, or when the text gets another
 * size, for then all of the figure does.
 */
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

const USUAL_TEXT = 16;

/** How many times as large as usual the reader's text is. */
function textScale(): number {
    return parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_TEXT || 1;
}

/** What is drawn, in so many pixels of width and with text so many times as large as usual. */
export type Draw = (width: number, large: number) => Promise<Element>;

/** @param of what the drawing shows: with another one it is drawn anew */
export function useDrawing(draw: Draw, of: readonly unknown[]): RefObject<HTMLDivElement> {
    const box = useRef<HTMLDivElement>(null);
    const [width, setWidth] = useState(0);
    const [large, setLarge] = useState(1);
    useEffect(() => {
        const figure = box.current?.parentElement;
        if (!figure) {
            return;
        }
        const watch = new ResizeObserver(([entry]) => {
            setWidth(Math.round(entry?.contentRect.width ?? 0));
            setLarge(textScale());
        });
        watch.observe(figure);
        return () => watch.disconnect();
    }, []);
    useEffect(() => {
        let gone = false;
        if (width > 0) {
            void draw(width, large).then((drawing) => {
                if (!gone) {
                    box.current?.replaceChildren(drawing);
                }
            });
        }
        return () => {
            gone = true;
        };
    }, [...of, width, large]);
    return box;
}
