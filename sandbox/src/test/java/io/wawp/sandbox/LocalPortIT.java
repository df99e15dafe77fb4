package io.wawp.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LocalPortIT {
    @Test
    void freePortsDifferAndLieBelowThoseOfOutgoingConnections() {
        List<Integer> ports = LocalPort.free(20);
        assertEquals(20, Set.copyOf(ports).size());
        assertTrue(ports.stream().allMatch(port -> port < 32_768), ports::toString);
    }

    @Test
    void aPortIsTakenWhileSomebodyListens() throws Exception {
        int port;
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = holder.getLocalPort();
            assertFalse(LocalPort.isFree(port));
        }
        assertTrue(LocalPort.isFree(port));
    }

    @Test
    void aPortThatIsNoneIsNamed() {
        SandboxException refused =
                assertThrows(
                        SandboxException.class, () -> LocalPort.requireFree("The thing", 65_536));
        assertEquals(
                "The thing cannot listen on port 65536: choose one from 1 to 65535",
                refused.getMessage());
    }
}
