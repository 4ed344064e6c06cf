/* What the drawings share: their colours, and what our policy wants of a picture. */

export const INK = { accent: '#17456B', muted: '#475162', band: '#EEF1F0', warn: '#A65F1F', warnInk: '#7A3F0C', card: '#FFFFFF' };

/** Plot writes a style element into its picture, which a strict policy forbids; our own stylesheet has these rules. */
export function withoutStyle(picture: Element): Element {
    picture.querySelectorAll('style').forEach((style) => style.remove());
    picture.setAttribute('aria-hidden', 'true');
    return picture;
}
