/* How a page looks to those who have told their browser how they want to see: what is cut, covered, not seen, or moves. Each is
 * a list of what is wrong. */

/* Runs in the page: texts that are cut off, leave the window, or lie over each other or under a control; of a dialog alone
 * where one is open. */
function findTexts() {
    const wrong = [];
    const root = document.querySelector('dialog[open]') ?? document.body;
    const short = (text) => text.trim().replace(/\s+/g, ' ').slice(0, 40);
    const isHidden = (node) => node.closest('.govuk-visually-hidden, .govuk-skip-link, option, script, style, noscript') !== null;
    const scrolls = (value) => value === 'auto' || value === 'scroll';
    const cuts = (value) => value === 'hidden' || value === 'clip';
    /* What keeps a text inside: the nearest that cuts, before anything that can be scrolled. */
    const boundsOf = (node) => {
        for (let at = node; at !== null && at !== document.body; at = at.parentElement) {
            const { overflowX, overflowY } = getComputedStyle(at);
            if (scrolls(overflowX) || scrolls(overflowY)) return { scrolls: true };
            if (cuts(overflowX) || cuts(overflowY)) return { box: at.getBoundingClientRect(), size: at.clientWidth };
        }
        return {};
    };
    const texts = [];
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const { currentNode: node } = walk;
        const parent = node.parentElement;
        if (node.data.trim() === '' || isHidden(parent) || !parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const bounds = boundsOf(parent);
        if (bounds.size !== undefined && bounds.size <= 1) continue; /* said to a screen reader alone */
        for (const { left, right, top, bottom } of range.getClientRects()) {
            if (right - left < 1 || bottom - top < 1) continue;
            const text = short(node.data);
            const { box } = bounds;
            if (box && (left < box.left - 1.5 || right > box.right + 1.5 || top < box.top - 4 || bottom > box.bottom + 4)) wrong.push(`"${text}" is cut`);
            if (!bounds.scrolls && (left < -1 || right > innerWidth + 1)) wrong.push(`"${text}" leaves the window`);
            /* Lines stand closer than their boxes are high: letters are in the middle. */
            const air = (bottom - top) / 4;
            texts.push({ text, node, parent, left, right, top: top + air, bottom: bottom - air });
        }
    }
    texts.sort((a, b) => a.top - b.top);
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    texts.forEach((one, i) => {
        for (let j = i + 1; j < texts.length && texts[j].top < one.bottom; j++)
            if (texts[j].node !== one.node && meet(one, texts[j])) wrong.push(`"${one.text}" lies over "${texts[j].text}"`);
    });
    for (const control of root.querySelectorAll('button, select, textarea, input:not([type=radio], [type=checkbox]), img')) {
        if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        const box = control.getBoundingClientRect();
        const { scrolls: moves, box: bounds } = boundsOf(control.parentElement);
        if (bounds && (box.right > bounds.right + 1.5 || box.bottom > bounds.bottom + 4)) wrong.push(`a ${control.tagName.toLowerCase()} "${short(control.textContent)}" is cut`);
        if (!moves && (box.left < -1 || box.right > innerWidth + 1)) wrong.push(`a ${control.tagName.toLowerCase()} "${short(control.textContent)}" leaves the window`);
        const under = texts.find((one) => !control.contains(one.parent) && meet(one, box));
        if (under) wrong.push(`"${under.text}" lies under a ${control.tagName.toLowerCase()} "${short(control.textContent)}"`);
    }
    const pen = document.createElement('canvas').getContext('2d');
    for (const select of root.querySelectorAll('select')) {
        if (!select.checkVisibility()) continue;
        const { font, paddingLeft, paddingRight } = getComputedStyle(select);
        pen.font = font;
        const text = select.selectedOptions[0]?.label ?? '';
        const room = select.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
        if (pen.measureText(text).width > room + 2) wrong.push(`the choice "${short(text)}" is cut`);
    }
    return [...new Set(wrong)];
}

/* Runs in the page: a dialog that is wider than the window, or than itself. */
function findWideDialog() {
    const dialog = document.querySelector('dialog[open]');
    const { left, right } = dialog.getBoundingClientRect();
    return left < 0 || right > innerWidth || dialog.scrollWidth > dialog.clientWidth ? ['it is too wide'] : [];
}

/* Runs in the page: where the keyboard could be without anybody seeing it, when colours are the reader's. */
function findUnseenFocus() {
    const wrong = [];
    const ground = getComputedStyle(document.body).backgroundColor;
    const shows = (node, pseudo) => {
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(node, pseudo);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && outlineColor !== ground && !/, 0\)$/.test(outlineColor);
    };
    const before = document.activeElement;
    for (const one of document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')) {
        if (!one.checkVisibility({ visibilityProperty: true })) continue;
        one.focus({ preventScroll: true, focusVisible: true });
        if (document.activeElement !== one) continue;
        const label = one.labels?.[0];
        if (![one, ...one.querySelectorAll('*')].some((node) => shows(node)) && !(label && shows(label, '::before')))
            wrong.push(`nobody sees the keyboard at ${one.tagName.toLowerCase()} "${(one.getAttribute('aria-label') ?? label?.textContent ?? one.textContent).trim().slice(0, 40)}"`);
    }
    before?.focus?.({ preventScroll: true });
    return [...new Set(wrong)];
}

/* Runs in the page: marks of charts that have the colour of the ground. Grounds and areas are fainter on purpose. */
function findFaintMarks() {
    const wrong = [];
    const light = (colour) => {
        const [r, g, b] = colour.match(/[\d.]+/g).map((value) => {
            const part = Number(value) / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const stands = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05) >= 3;
    const paints = (colour) => /^rgb/.test(colour) && !/, 0\)$/.test(colour);
    for (const mark of document.querySelectorAll('svg :is(path, line, circle, rect, text)')) {
        const at = mark.closest('svg');
        if (!at.checkVisibility() || mark.closest('[aria-label=area], defs, clipPath')) continue;
        const ground = getComputedStyle(document.querySelector('.frame')).backgroundColor;
        const { fill, stroke } = getComputedStyle(mark);
        const paint = [fill, stroke].filter(paints);
        if (paint.length > 0 && !paint.some((colour) => stands(colour, ground)))
            wrong.push(`a ${mark.tagName} of ${at.getAttribute('class')} is ${paint.join(' and ')} on ${ground}`);
    }
    return [...new Set(wrong)];
}

/* Runs in the page: what moves. */
function findMotion() {
    const lasts = (text) => text.split(',').some((one) => parseFloat(one) > 0);
    const moving = [...document.querySelectorAll('*')].filter((node) => {
        const { transitionDuration, animationDuration, animationName, scrollBehavior } = getComputedStyle(node);
        return lasts(transitionDuration) || (animationName !== 'none' && lasts(animationDuration)) || scrollBehavior === 'smooth';
    });
    return [...new Set(moving.map((node) => `${node.tagName.toLowerCase()}.${node.getAttribute('class')} moves`))];
}

export const textFaults = (page) => page.evaluate(findTexts);
export const dialogFaults = (page) => page.evaluate(findWideDialog);
export const focusFaults = (page) => page.evaluate(findUnseenFocus);
export const markFaults = (page) => page.evaluate(findFaintMarks);
export const motionFaults = (page) => page.evaluate(findMotion);

/* Text so many times as large as usual, in two ways: of the text alone, as in a browser that enlarges nothing else, and as a
 * browser's own setting does it, on which the layout follows. */
export const enlargeText = (page, times) => page.evaluate((percent) => { document.documentElement.style.fontSize = percent; }, times === 1 ? '' : `${times * 100}%`);
export async function setTextSize(one, pixels) {
    one.devtools ??= await one.context.newCDPSession(one.page);
    await one.devtools.send('Page.enable');
    await one.devtools.send('Page.setFontSizes', { fontSizes: { standard: pixels, fixed: Math.round(pixels * 0.8125) } });
    await one.page.waitForFunction((size) => getComputedStyle(document.documentElement).fontSize === `${size}px`, pixels);
}
