import { Icon } from "../ui/icons";

export const Up = () => (
  <Icon>
    <path d="M12 20V5m-6 6 6-6 6 6" />
  </Icon>
);

export const Down = () => (
  <Icon>
    <path d="M12 4v15m-6-6 6 6 6-6" />
  </Icon>
);

export const Bin = () => (
  <Icon>
    <path d="M4.5 7h15M10 7V4h4v3m-7.5 0 1 13h9l1-13" />
  </Icon>
);

export const Grip = () => (
  <Icon>
    <path d="M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01" />
  </Icon>
);

export const Plus = () => (
  <Icon>
    <path d="M12 5v14M5 12h14" />
  </Icon>
);
