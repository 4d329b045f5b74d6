export function CertificatePanel() {
  return <h1>CertificatePanel</h1>;
}
