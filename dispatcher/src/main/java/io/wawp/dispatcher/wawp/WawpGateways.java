package io.wawp.dispatcher.wawp;

import io.wawp.dispatcher.model.Time;

/** The way in for the wiring: opens the gateway that the settings ask for. */
public final class WawpGateways {
    private WawpGateways() {}

    /** Opens a gateway; connects to nothing yet. Whoever opens it closes it. */
    public static WawpGateway open(WawpSettings settings, Time time, WawpMeters meters) {
        WawpGateway gateway =
                switch (settings.api()) {
                    case V1 -> new WawpV1Gateway(settings, time);
                };
        return new MeteredGateway(gateway, time, meters);
    }
}
