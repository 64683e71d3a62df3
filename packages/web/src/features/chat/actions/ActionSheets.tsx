import type { ConversationId } from '@plaza/base';
import type { State } from '@plaza/client';
import { ReportDialog } from '../../trust/index.ts';
import { endActing, type Acting } from './acting.ts';
import { DeleteDialog } from './DeleteDialog.tsx';
import { EditsDialog } from './EditsDialog.tsx';
import { ForwardSheet } from './ForwardSheet.tsx';
import { RemindDialog } from './RemindDialog.tsx';

export type ActionSheetsProps = { id: ConversationId; state: State; acting: Acting };

/** What is being done with messages of this conversation, over it. */
export default function ActionSheets({ id, state, acting }: ActionSheetsProps) {
  switch (acting.kind) {
    case 'forward':
      return <ForwardSheet id={id} seqs={acting.seqs} state={state} onClose={endActing} />;
    case 'report':
      return (
        <ReportDialog
          subject={{ kind: 'message', conversationId: id, seq: acting.seq }}
          onClose={endActing}
        />
      );
    case 'remind':
      return <RemindDialog id={id} seq={acting.seq} onClose={endActing} />;
    case 'edits':
      return <EditsDialog id={id} seq={acting.seq} onClose={endActing} />;
    case 'delete':
      return <DeleteDialog id={id} seqs={acting.seqs} onClose={endActing} />;
  }
}
