package io.wawp.sandbox.kafka;

import io.wawp.sandbox.SandboxException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the nodes' data is: a temporary directory that goes when this is closed, or a given one
 * that stays. A given one is locked meanwhile. The broker's own lock comes too late for that: by
 * then a second controller has already written to the first one's metadata.
 */
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final @Nullable FileChannel lock;

    private DataDirectory(Path path, @Nullable FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static DataDirectory temporary() {
        try {
            return new DataDirectory(Files.createTempDirectory("wawp-kafka-"), null);
        } catch (IOException e) {
            throw new SandboxException(
                    "Cannot make a temporary directory for Kafka's data in %s: %s. Make room there, or give a data directory"
                            .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
                    e);
        }
    }

    /** Made if it is missing. */
    static DataDirectory given(Path directory) {
        Path absolute = directory.toAbsolutePath();
        try {
            Files.createDirectories(absolute);
            return new DataDirectory(absolute, locked(absolute));
        } catch (IOException e) {
            throw new SandboxException(
                    "Cannot write Kafka's data directory %s: %s. Give a directory that this user may write"
                            .formatted(absolute, e),
                    e);
        }
    }

    private static FileChannel locked(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        directory.resolve("in-use.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        if (isLocked(channel)) {
            return channel;
        }
        channel.close();
        throw new SandboxException(
                "Kafka's data directory %s is in use by another broker: stop that one, or give another directory"
                        .formatted(directory));
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            // Held until the channel is closed.
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.close();
            } else {
                delete();
            }
        } catch (IOException e) {
            throw new SandboxException(
                    "Cannot tidy up Kafka's data directory %s: %s".formatted(path, e), e);
        }
    }

    private void delete() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(path)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) {
            Files.deleteIfExists(each);
        }
    }
}
