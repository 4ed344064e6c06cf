/*
 * A dialog over the page: the browser's own, which keeps the focus inside and gives it back. It begins in a field to be
 * typed into where that is the first; else at its title, so that no key chooses or does something by mistake.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

export function Dialog({
    title,
    open,
    onClose,
    children,
}: {
    title: string;
    open: boolean;
    /** Left out: the dialog cannot be put away without doing what it asks. */
    onClose?: () => void;
    children: ComponentChildren;
}) {
    const box = useRef<HTMLDialogElement>(null);
    const head = useRef<HTMLHeadingElement>(null);
    const id = useId();
    useEffect(() => {
        const dialog = box.current;
        if (dialog && open && !dialog.open) {
            dialog.showModal();
            if (!document.activeElement?.matches('input:not([type=radio], [type=checkbox]), textarea')) {
                head.current?.focus();
            }
        } else if (dialog && !open && dialog.open) {
            dialog.close();
        }
    }, [open]);
    return (
        <dialog
            ref={box}
            class="dialog"
            aria-labelledby={id}
            onCancel={(event) => {
                event.preventDefault();
                onClose?.();
            }}
        >
            {open && (
                <>
                    <h2 class="govuk-heading-m focus-kept" id={id} ref={head} tabIndex={-1}>
                        {title}
                    </h2>
                    {children}
                </>
            )}
        </dialog>
    );
}
