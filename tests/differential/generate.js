"use strict";
/* Random surveys within our grammar: every comparison over every type, nested, in pages and panels. */

const WORDS = ["good", "poor", "x", "xy", "other", "none", "infinity", "e1", "and_so", "not"];
const EQUAL = ["=", "==", "equal", "equals", "EQUAL"];
const UNEQUAL = ["!=", "<>", "notequal", "notequals", "NotEqual"];
const ORDER = ["<", "<=", ">", ">=", "=<", "=>", "less", "lessorequal", "greater", "greaterorequal"];
const EMPTY = ["empty", "notempty", "NOTEMPTY"];
const AND = [" and ", " && ", " AND "];
const OR = [" or ", " || ", " OR "];

const quoted = (random, value) => (random.chance(0.5) ? `'${value}'` : `"${value}"`);

function literal(random, question, value) {
    if (typeof value === "boolean") {
        return random.pick([String(value), `'${value}'`, String(value).toUpperCase()]);
    }
    if (typeof value === "number") {
        return random.chance(0.7) ? String(value) : `'${value}'`;
    }
    return quoted(random, value);
}

function list(random, question) {
    const chosen = random.some(question.values);
    const values = chosen.length ? chosen : [random.pick(question.values)];
    return `[${values.map((v) => literal(random, question, v)).join(", ")}]`;
}

function comparison(random, question) {
    const ref = `{${question.name}}`;
    if (question.type === "comment" || random.chance(0.15)) {
        return `${ref} ${random.pick(EMPTY)}`;
    }
    const one = () => literal(random, question, random.pick(question.values));
    if (question.type === "checkbox") {
        return random.chance(0.5)
            ? `${ref} ${random.pick(["contains", "notcontains", "Contains", "*=", "notcontain"])} ${one()}`
            : `${ref} ${random.pick(["anyof", "allof", "noneof", "AllOf"])} ${list(random, question)}`;
    }
    if (typeof question.values[0] === "number" && random.chance(0.5)) {
        const edge = random.pick(question.values) + random.pick([0, 0, 0.5, -0.5]);
        return `${ref} ${random.pick(ORDER)} ${edge}`;
    }
    return random.chance(0.3)
        ? `${ref} ${random.pick(["anyof", "noneof"])} ${list(random, question)}`
        : `${ref} ${random.pick(random.chance(0.5) ? EQUAL : UNEQUAL)} ${one()}`;
}

function expression(random, earlier, depth) {
    if (depth === 0 || random.chance(0.4)) {
        return comparison(random, random.pick(earlier));
    }
    if (random.chance(0.3)) {
        return `${random.pick(["!(", "! (", "("])}${expression(random, earlier, depth - 1)})`;
    }
    const parts = [expression(random, earlier, depth - 1), expression(random, earlier, depth - 1)];
    return parts.join(random.pick(random.chance(0.5) ? AND : OR));
}

const MAKERS = {
    rating(random) {
        if (random.chance(0.5)) {
            const rateMin = random.pick([-2, 0, 1]);
            const rateMax = rateMin + 2 + random.below(6);
            const values = [];
            for (let v = rateMin; v <= rateMax; v++) {
                values.push(v);
            }
            return { json: { rateMin, rateMax }, values };
        }
        const values = random.shuffled(WORDS).slice(0, 2 + random.below(4));
        return { json: { rateType: random.pick(["labels", "smileys"]), rateValues: values }, values };
    },
    radiogroup(random) {
        const values = random.shuffled(WORDS).slice(0, 2 + random.below(5));
        return { json: { choices: values }, values };
    },
    checkbox(random) {
        return MAKERS.radiogroup(random);
    },
    boolean() {
        return { json: {}, values: [true, false] };
    },
    comment() {
        return { json: { maxLength: 12 }, values: [] };
    },
    html() {
        return { json: { html: "Read this." }, values: null };
    },
};

function condition(random, holder, earlier, share) {
    if (earlier.length && random.chance(share)) {
        const text = expression(random, earlier, 3);
        if (text.length <= 512) {
            holder.visibleIf = text;
        }
    }
}

function element(random, earlier, limits) {
    const types = Object.keys(MAKERS).filter((t) => t !== "comment" || limits.comments < 4);
    const type = random.pick(types);
    const made = MAKERS[type](random);
    const name = `q${limits.count++}`;
    const json = { type, name, ...made.json };
    limits.comments += type === "comment";
    condition(random, json, earlier, 0.6);
    if (made.values) {
        earlier.push({ type, name, values: made.values });
    }
    return json;
}

function elements(random, earlier, limits, inPanel) {
    const list = [];
    for (let n = 1 + random.below(3); n > 0; n--) {
        if (!inPanel && random.chance(0.25)) {
            const panel = { type: "panel", name: `p${limits.count}` };
            condition(random, panel, earlier, 0.7);
            panel.elements = elements(random, earlier, limits, true);
            list.push(panel);
        } else {
            list.push(element(random, earlier, limits));
        }
    }
    return list;
}

function generateSurvey(random) {
    const earlier = [];
    const limits = { count: 0, comments: 0 };
    const pages = [];
    for (let n = 1 + random.below(3); n > 0; n--) {
        const page = { name: `page${n}` };
        condition(random, page, earlier, 0.3);
        page.elements = elements(random, earlier, limits, false);
        pages.push(page);
    }
    return { title: "Made up", pages };
}

module.exports = { generateSurvey };
