package io.wawp.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports on 127.0.0.1. Free ones are chosen below the range from which the system takes the local
 * ends of outgoing connections (32768 and up on Linux), so that a server that is stopped for a
 * while finds its port unused when it comes back, and a client that keeps knocking meanwhile never
 * connects to itself. Stateless.
 */
public final class LocalPort {
    public static final String HOST = "127.0.0.1";

    private static final int LOWEST = 15_000;
    private static final int BEYOND_HIGHEST = 32_000;
    private static final int TRIES = 1_000;

    private LocalPort() {}

    /** A port that nobody listened on a moment ago. Somebody else may still be faster. */
    public static int free() {
        return free(1).getFirst();
    }

    /** As many different free ports. */
    public static List<Integer> free(int count) {
        Set<Integer> found = new HashSet<>();
        for (int i = 0; i < TRIES && found.size() < count; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND_HIGHEST);
            if (isFree(port)) {
                found.add(port);
            }
        }
        if (found.size() < count) {
            throw new SandboxException(
                    "No free port on %s between %d and %d in %d tries: stop programs that listen there"
                            .formatted(HOST, LOWEST, BEYOND_HIGHEST, TRIES));
        }
        return List.copyOf(found);
    }

    /** Whether a server could listen on the port now. */
    public static boolean isFree(int port) {
        try {
            tryToListen(port);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Throws, saying whose port it is and what to do, unless a server could listen on it now. */
    public static void requireFree(String owner, int port) {
        if (port < 1 || port > 65_535) {
            throw new SandboxException(
                    "%s cannot listen on port %d: choose one from 1 to 65535"
                            .formatted(owner, port));
        }
        try {
            tryToListen(port);
        } catch (IOException e) {
            throw new SandboxException(
                    "%s cannot listen on %s:%d: the port is taken (or not allowed to this user). Stop the program that holds it, or choose another port"
                            .formatted(owner, HOST, port),
                    e);
        }
    }

    private static void tryToListen(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address(port));
        }
    }

    /** The port on {@link #HOST}. */
    public static InetSocketAddress address(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes always make an address", e);
        }
    }
}
