/** What a person entered into one open view, and how it reaches the local Slack. */

import { dispatchMoment, initialValue } from "./initial.js";

/** The values of one open view that its person typed or chose, over what the local Slack holds. */
export class Form {
  /** `send(act)` performs an act on this view and resolves to its outcome. */
  constructor(send) {
    this.send = send;
    this.values = {};
    this.unsent = new Map();
    this.queue = Promise.resolve();
  }

  /** The value of a control: what was typed, else what the view's state says, else its initial value. */
  value(view, { block, item, channel }) {
    const typed = this.values[block.block_id]?.[item.action_id];
    return typed ?? view.state?.values?.[block.block_id]?.[item.action_id] ?? initialValue(item, { channel });
  }

  /** Note a value that the person entered. */
  enter(block, item, value) {
    this.values[block.block_id] = { ...this.values[block.block_id], [item.action_id]: { type: item.type, ...value } };
    this.unsent.set(`${block.block_id}/${item.action_id}`, { block, item });
  }

  /** Forget a value that the person took back before it was sent. */
  withdraw(block, item) {
    delete this.values[block.block_id]?.[item.action_id];
    this.unsent.delete(`${block.block_id}/${item.action_id}`);
  }

  /** Send what was entered, in order; what waits for Enter is left out unless it is `committed`. */
  flush(committed = null) {
    return this.inOrder(async () => {
      for (const [key, { block, item }] of [...this.unsent]) {
        if (key !== committed && dispatchMoment(item, block) === "enter") continue;
        this.unsent.delete(key);
        const { block_id } = block;
        const { action_id } = item;
        await this.send({ act: "select", block_id, action_id, value: this.values[block_id][action_id] });
      }
    });
  }

  /** Run `work` after everything that was asked before it. */
  inOrder(work) {
    const done = this.queue.then(work);
    this.queue = done.catch(() => null);
    return done;
  }
}
