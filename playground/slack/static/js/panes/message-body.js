/** What a message says: its blocks with everything in them that can be used, its text, its attachments. */

import { blockParts } from "../blocks/blocks.js";
import { element } from "../element.js";
import { Form } from "../inputs/form.js";
import { blocksContext } from "../inputs/view-blocks.js";
import { mrkdwn } from "../text/mrkdwn.js";

const forms = new Map();

/** What `keyed` needs to show the body of `message`. */
export function bodyParts(message, place, session) {
  const { reader } = session;
  const context = blocksContext(messageHost(message, place, session));
  const byApp = Boolean(message.bot_id) || !message.text;
  const attached = (message.attachments ?? []).flatMap((one, at) => attachmentParts(one, at, context));
  if (message.blocks?.length && byApp) return [...blockParts(message.blocks, context), ...attached];
  if (!message.text) return attached;
  const build = () => element("div", { class: "rich" }, ...mrkdwn(message.text, reader));
  return [{ key: "text", signature: message.text + reader.people, build }, ...attached];
}

function attachmentParts(attachment, at, context) {
  const parts = blockParts(attachment.blocks ?? [], context);
  const words = attachment.text ?? (parts.length === 0 ? attachment.fallback : null);
  const build = () => element("div", { class: "attachment rich" }, ...mrkdwn(words, context.reader));
  const text = words ? [{ key: `attachment-${at}`, signature: words + context.reader.people, build }] : [];
  return [...text, ...parts.map((part) => ({ ...part, key: `${at}-${part.key}` }))];
}

/** What the controls of a message work with: its form outlives its redrawing, as long as the page is open. */
function messageHost(message, { channel }, session) {
  const key = `${session.user}/${channel}/${message.ts}`;
  const where = { channel, message_ts: message.ts };
  if (!forms.has(key)) forms.set(key, new Form((act) => session.attempt({ ...where, ...act })));
  const form = forms.get(key);
  return {
    form,
    reader: session.reader,
    channel,
    current: () => message,
    press: async (item, { block_id }, value) => {
      await form.flush();
      await session.attempt({ act: "click", ...where, block_id, action_id: item.action_id, ...(value && { value }) });
    },
    suggest: (act) => session.ask({ act: "suggest", ...where, ...act }),
  };
}
