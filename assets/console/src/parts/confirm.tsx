/* What cannot be taken back is asked first: a dialog that says what will be lost, and does it or nothing. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useAction } from '../app/action';
import { useWords } from '../app/session';
import { Dialog } from './dialog';
import { Button, ErrorSummary } from './form';

interface ConfirmProps {
    title: string;
    /** What is done, as the button says it. */
    verb: string;
    run: () => Promise<void>;
    /** What opens the dialog. */
    trigger: (ask: () => void) => ComponentChildren;
    children: ComponentChildren;
}

export function Confirm({ title, verb, run, trigger, children }: ConfirmProps) {
    const { t } = useWords();
    const [open, setOpen] = useState(false);
    const action = useAction();
    const act = () =>
        action.run(async () => {
            await run();
            setOpen(false);
        });
    return (
        <>
            {trigger(() => setOpen(true))}
            <Dialog title={title} open={open} onClose={() => setOpen(false)}>
                <ErrorSummary errors={action.errors} />
                {children}
                <div class="govuk-button-group">
                    <Button kind="warning" busy={action.busy} onClick={() => void act()}>
                        {verb}
                    </Button>
                    <Button kind="secondary" onClick={() => setOpen(false)}>
                        {t('form.cancel')}
                    </Button>
                </div>
            </Dialog>
        </>
    );
}
