"""The public pages that say whether a certificate is genuine, one for each result.

They work without scripts and load nothing but the certificate's picture and the issuer's logo, from this service. Their
own script adds to them: it compares a PDF that the visitor chooses with the issued one, in the browser; the file is not
uploaded. And it copies and shares links.
"""
