// The rows of the table of an assignment's learners, as of the last change on the page.
import { key, t } from "../texts/texts";
import {
  type AssignmentLearner,
  type AssignmentStanding,
  type Filter,
  type MarkResult,
  rejectionText,
} from "./assignment-api";
import { foundStatus } from "./search-status";

/** What has become of a learner's assignment on this page. */
export interface Change {
  readonly assignment?: AssignmentStanding;
  /** Why it was not marked. */
  readonly rejection?: string;
}

/** A learner in the table. */
export interface Row {
  readonly learner: AssignmentLearner;
  readonly rejection: string | undefined;
}

/** A learner as loaded, with what has become of the assignment since. */
export function withChange(learner: AssignmentLearner, change: Change | undefined): Row {
  return {
    learner: { ...learner, assignment: change?.assignment ?? learner.assignment },
    rejection: change?.rejection,
  };
}

/** The change that a result reports. */
export function changeOf(result: MarkResult): Change {
  return result.assignment ? { assignment: result.assignment } : { rejection: rejectionText(result) };
}

/** One sentence on what was loaded so far; empty when there is nothing to report. A page of the API may be short. */
export function listStatus(filter: Filter, found: number, loading: boolean, complete: boolean): string {
  if (filter.query !== "") return foundStatus(found, loading, complete);
  if (loading) return found === 0 ? t("assignments.looking") : t("assignments.so_far", { count: found });
  if (!complete || found > 0) return "";
  return t(filter.onlyMissing ? key("assignments.none_waiting") : key("assignments.none_to_do"));
}
