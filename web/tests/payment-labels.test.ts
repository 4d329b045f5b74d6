import { describe, expect, test } from "vitest";

import document from "../../src/shared/edge/openapi.json";
import { eventDescription, eventLabel, IGNORED_REASONS, OUTCOME_LABELS } from "../src/manage/payment-labels";
import { t } from "../src/texts/texts";

const { WebhookOutcome, IgnoredReason } = document.components.schemas;

test("every outcome of the API has a label and a description of its own", () => {
  expect(Object.keys(OUTCOME_LABELS).sort()).toEqual([...WebhookOutcome.enum].sort());
  const all = Object.values(OUTCOME_LABELS);
  expect(new Set(all.map(({ label }) => t(label))).size).toBe(all.length);
  expect(new Set(all.map(({ description }) => t(description))).size).toBe(all.length);
});

test("every reason of the API is explained in a sentence of its own", () => {
  const reasons = IgnoredReason.enum.filter((reason) => reason !== null);
  expect(Object.keys(IGNORED_REASONS).sort()).toEqual([...reasons].sort());
  const sentences = Object.values(IGNORED_REASONS).map((sentence) => t(sentence));
  expect(new Set(sentences).size).toBe(sentences.length);
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
});

describe("an event's description", () => {
  test("says why the event was ignored", () => {
    expect(eventDescription({ outcome: "ignored", reason: "test_mode" })).toContain("StripeMode");
    expect(eventDescription({ outcome: "ignored", reason: "other_account" })).toContain("StripeAccounts");
    expect(eventDescription({ outcome: "ignored", reason: "chargebacks_disabled" })).toContain("ChargebacksRevoke");
  });

  test("of an event from before reasons were recorded is that of its outcome", () => {
    expect(eventDescription({ outcome: "ignored", reason: null })).toBe(t(OUTCOME_LABELS.ignored.description));
  });

  test("of an event that did something is that of its outcome", () => {
    expect(eventDescription({ outcome: "access_ended", reason: null })).toContain("Certificates stay valid");
  });
});

test("an event type is shown in words, or as it is if it has none", () => {
  expect(eventLabel("invoice.paid")).toBe("Invoice paid");
  expect(eventLabel("customer.subscription.deleted")).toBe("Subscription ended");
  expect(eventLabel("radar.early_fraud_warning.created")).toBe("radar.early_fraud_warning.created");
});
