package io.wawp.dispatcher.instance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of one reading of the accounts, each with its stamp from before it was read. */
final class FilesRead {
    private final List<FileStamp> stamps = new ArrayList<>();

    /**
     * Reads a file whole.
     *
     * @param what the file is, for the message
     * @param limit in bytes
     */
    byte[] read(String what, Path path, int limit) {
        stamps.add(FileStamp.of(path));
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            // reading a pipe might never end
            throw new InvalidAccountsException(what + " " + path + " is not a regular file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new InvalidAccountsException(
                        what + " " + path + " is longer than " + limit + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new InvalidAccountsException(
                    what + " " + path + " does not exist; create it or correct the path");
        } catch (IOException e) {
            throw new InvalidAccountsException(
                    what
                            + " "
                            + path
                            + " cannot be read ("
                            + e.getClass().getSimpleName()
                            + "); let the worker's user read it");
        }
    }

    List<FileStamp> stamps() {
        return List.copyOf(stamps);
    }
}
