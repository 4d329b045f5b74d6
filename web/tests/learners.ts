import type { Schemas } from "../src/api/client";

/** A learner of the list, who has done nothing yet, or what is said of them. */
export function learner(said: Partial<Schemas["LearnerSummary"]>): Schemas["LearnerSummary"] {
  return {
    user_id: "anna",
    learner_name: null,
    name_mixes_scripts: false,
    percent: 0,
    completed_lessons: 0,
    published_lessons: 0,
    completed_at: null,
    certificate_state: "locked",
    ...said,
  };
}
