import { describe, expect, test } from "vitest";

import type { Schemas } from "../src/api/client";
import { orderStatus, paymentSentence, paymentStatus, referenceKind } from "../src/manage/payment-text";
import { t } from "../src/texts/texts";

const payment = (values: Partial<Schemas["OrderPayment"]>): Schemas["OrderPayment"] => ({
  payment_id: "pi_1",
  charge_ids: ["ch_1"],
  invoice_id: null,
  amount_captured: 4900,
  amount_refunded: 0,
  dispute_lost: false,
  ...values,
});

const sentence = (values: Partial<Schemas["OrderPayment"]>) => paymentSentence(payment(values), "eur");

describe("a payment", () => {
  test.each([
    [{}, "Paid", "€49.00 paid, nothing refunded."],
    [{ amount_refunded: 1000 }, "Partially refunded", "€49.00 paid, €10.00 refunded."],
    [{ amount_refunded: 4900 }, "Fully refunded", "€49.00 paid, all of it refunded."],
    [{ amount_captured: 0 }, "Not captured", "Nothing was captured."],
    [{ amount_captured: null }, "Amount unknown", "The amount paid is not known yet, nothing refunded."],
    [
      { amount_captured: null, amount_refunded: 1000 },
      "Amount unknown",
      "The amount paid is not known yet, €10.00 refunded.",
    ],
    [{ dispute_lost: true }, "Dispute lost", "€49.00 paid, lost in a dispute."],
    [{ dispute_lost: true, amount_refunded: 1000 }, "Dispute lost", "€49.00 paid, €10.00 refunded, lost in a dispute."],
  ])("is told in words: %j", (values, label, text) => {
    expect(t(paymentStatus(payment(values)).label)).toBe(label);
    expect(sentence(values)).toBe(text);
  });
});

const order = (values: Partial<Schemas["Order"]>): Schemas["Order"] => ({
  order_id: "order-1",
  amount: 4900,
  amount_refunded: 0,
  currency: "eur",
  refunded_at: null,
  charged_back_at: null,
  purchased_at: "2026-01-12T08:30:00Z",
  access_ends_at: null,
  payments: [],
  references: [],
  unclaimed: null,
  lines_pending: false,
  lines: [],
  next_cursor: null,
  refunds: [],
  created_at: "2026-01-12T08:30:00Z",
  updated_at: "2026-01-12T08:30:00Z",
  ...values,
});

const ENDED = "2026-03-02T09:15:00Z";
const UNCLAIMED = { email: "maya@example.com", course_ids: ["bees"] };

describe("an order", () => {
  test.each([
    [{}, "Paid"],
    [{ amount: null }, "Payment unknown"],
    [{ access_ends_at: ENDED }, "Subscription ended"],
    [{ amount_refunded: 1000, access_ends_at: ENDED }, "Partially refunded"],
    [{ unclaimed: UNCLAIMED }, "Unclaimed"],
    [{ amount_refunded: 4900, refunded_at: ENDED, unclaimed: UNCLAIMED }, "Fully refunded"],
    [{ charged_back_at: ENDED, access_ends_at: ENDED }, "Dispute lost"],
  ])("has the status that matters most: %j", (values, label) => {
    expect(t(orderStatus(order(values)).label)).toBe(label);
  });
});

test("a link is named after its kind, and another provider's is shown without one", () => {
  expect(referenceKind("cs_test_a1")).toBe("Checkout session");
  expect(referenceKind("sub_1")).toBe("Subscription");
  expect(referenceKind("in_1")).toBe("Invoice");
  expect(referenceKind("txn_01h")).toBe("Reference");
  expect(referenceKind("constructor_1")).toBe("Reference");
});
