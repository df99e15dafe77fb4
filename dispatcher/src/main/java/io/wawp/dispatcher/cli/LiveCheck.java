package io.wawp.dispatcher.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;

/**
 * A program of its own for a container's health check, where no curl is: asks the worker of this
 * machine whether it is alive. It uses nothing but the JDK, since it is started every few seconds.
 * Exit status: 0 alive, 1 not.
 */
public final class LiveCheck {
    private static final String PORT = "DISPATCHER_ADMIN_PORT";
    private static final String DEFAULT_PORT = "8080";
    private static final int HIGHEST_PORT = 65_535;
    private static final int LONGEST_MS = 2_000;

    private LiveCheck() {}

    @SuppressWarnings("SystemOut") // the engine keeps what a check prints
    public static void main(String[] arguments) {
        String problem = problem(System.getenv());
        if (!problem.isEmpty()) {
            System.out.println(problem);
        }
        System.exit(problem.isEmpty() ? Exit.DONE : Exit.FAILED);
    }

    /** Empty when the worker is alive. */
    static String problem(Map<String, String> environment) {
        String set = environment.getOrDefault(PORT, "").strip();
        String port = set.isEmpty() ? DEFAULT_PORT : set;
        if (!port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > HIGHEST_PORT) {
            return PORT + " is " + port + ": a health check needs one from 1 to " + HIGHEST_PORT;
        }
        String address = "http://127.0.0.1:" + port + "/livez";
        try {
            var call = (HttpURLConnection) URI.create(address).toURL().openConnection();
            call.setConnectTimeout(LONGEST_MS);
            call.setReadTimeout(LONGEST_MS);
            int status = call.getResponseCode();
            return status == HttpURLConnection.HTTP_OK ? "" : address + " answered " + status;
        } catch (IOException e) {
            return address + " did not answer: " + e.getMessage();
        }
    }
}
