package io.wawp.sandbox.wawp;

/** States of an instance's login, as Wawp's page on the session lifecycle names them. */
public enum SessionStatus {
    STOPPED,
    STARTING,
    SCAN_QR_CODE,
    WORKING,
    FAILED
}
