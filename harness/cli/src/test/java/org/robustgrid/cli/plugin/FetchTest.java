package org.robustgrid.cli.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.cli.CommandRun;

/** {@code datasets fetch} of a stranger's data set, whose jar says where its file comes from. */
class FetchTest {

  private static final String PROVIDER =
      """
      package org.other;

      import java.nio.file.Files;
      import java.nio.file.Path;
      import java.util.List;
      import java.util.Optional;
      import org.robustgrid.spi.*;
      import org.robustgrid.spi.data.*;

      public final class BitsProvider implements DatasetProvider {
        private static final Parameter<Optional<Path>> FOLDER =
            Parameter.optionalFolder("folder", "where bits.bin lies");

        @Override
        public DatasetDescriptor descriptor() {
          return DatasetDescriptor.builder("bits-of-others", "Bits")
              .parameters(FOLDER)
              .downloads(
                  Download.builder("%s/bits.bin")
                      .size(8)
                      .sha256("%s")
                      .build(),
                  Download.builder("%s/more.bin").optional("for more bits").build())
              .build();
        }

        @Override
        public Dataset create(Parameters parameters) {
          List<Path> folders =
              parameters.get(FOLDER).map(List::of).orElse(DataFolders.of("bits-of-others"));
          for (Path folder : folders) {
            if (Files.isRegularFile(folder.resolve("bits.bin"))) {
              return new Bits(ContentHash.of(folder.resolve("bits.bin")));
            }
          }
          throw new DataException("bits.bin is nowhere");
        }

        private record Bits(String identity) implements Dataset {
          @Override public long[] inputShape() { return new long[] {1}; }
          @Override public List<String> classNames() { return List.of("zero", "one"); }
          @Override public Domain domain() { return Domain.UNIT; }
          @Override public DataView training() { return new View(); }
          @Override public DataView test() { return new View(); }
        }

        private record View() implements DataView {
          @Override public int size() { return 8; }
          @Override public void read(int[] indices, float[] images, int[] labels) {
            for (int i = 0; i < indices.length; i++) {
              images[i] = label(indices[i]);
              labels[i] = label(indices[i]);
            }
          }
          @Override public int label(int index) { return index %% 2; }
        }
      }
      """;

  private static final String CONTENT = "01010101";

  /** sha256 of {@link #CONTENT}. */
  private static final String SHA256 = sha256();

  @TempDir Path folder;
  private HttpServer server;
  private Path jar;
  private final AtomicInteger requests = new AtomicInteger();
  private String content = CONTENT;

  private static String sha256() {
    return Sha256.of(CONTENT);
  }

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          byte[] body = content.getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    jar =
        new JarBuilder()
            .source("org.other.BitsProvider", PROVIDER.formatted(base, SHA256, base))
            .service("DatasetProvider", "org.other.BitsProvider\n")
            .build(folder.resolve("plugins/bits.jar"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private CommandRun run(Object... arguments) {
    Object[] all = new Object[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--plugin-path";
    all[arguments.length + 1] = jar;
    return CommandRun.of(all);
  }

  @Test
  void files_are_fetched_if_that_is_asked_for_and_not_by_a_listing() throws IOException {
    CommandRun listed = run("datasets");
    assertThat(listed.code()).as(listed.err()).isZero();
    assertThat(listed.out().replaceAll("\\s+", " "))
        .contains(
            "missing bits.bin",
            "robustgrid datasets fetch bits-of-others",
            "8 bytes, SHA-256 known",
            "or put into",
            "/usr/share/datasets/bits-of-others");
    assertThat(requests).hasValue(0);
    Path to = folder.resolve("to");
    CommandRun fetched = run("datasets", "fetch", "bits-of-others", "--to", to);
    assertThat(fetched.code()).as(fetched.err()).isZero();
    assertThat(to.resolve("bits.bin")).hasContent(CONTENT);
    assertThat(fetched.out())
        .contains("SHA-256 as expected", to.toString(), "'folder'", "--optional", "for more bits");
    assertThat(to.resolve("more.bin")).doesNotExist();
    assertThat(requests).hasValue(1);
    CommandRun more = run("datasets", "fetch", "bits-of-others", "--to", to, "--optional");
    assertThat(more.code()).as(more.err()).isZero();
    assertThat(more.out()).contains("bits.bin: is there", "neither size nor hash is known");
    assertThat(to.resolve("more.bin")).exists();
  }

  @Test
  void a_wrong_file_exits_with_2_and_is_kept_aside() {
    content = "01010111";
    Path to = folder.resolve("to");
    CommandRun fetched = run("datasets", "fetch", "bits-of-others", "--to", to);
    assertThat(fetched.code()).isEqualTo(2);
    assertThat(fetched.err()).contains("SHA-256", "expected " + SHA256, "bits.bin.refused");
    assertThat(to.resolve("bits.bin")).doesNotExist();
  }

  @Test
  void a_file_got_elsewhere_is_taken_without_the_server() throws IOException {
    Path mine = Files.writeString(folder.resolve("bits.bin"), CONTENT);
    Path to = folder.resolve("to");
    CommandRun taken = run("datasets", "fetch", "bits-of-others", "--to", to, "--from", mine);
    assertThat(taken.code()).as(taken.err()).isZero();
    assertThat(to.resolve("bits.bin")).hasContent(CONTENT);
    assertThat(requests).hasValue(0);
    CommandRun other =
        run(
            "datasets",
            "fetch",
            "bits-of-others",
            "--to",
            to,
            "--from",
            Files.writeString(folder.resolve("other.bin"), "x"));
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("other.bin", "bits.bin, more.bin");
  }

  @Test
  void data_sets_that_cannot_be_fetched_are_named_with_those_that_can() {
    CommandRun run = run("datasets", "fetch", "line-2d");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("'line-2d' is not fetched", "cifar-10", "fashion-mnist");
    assertThat(run("datasets", "fetch", "nothing").code()).isEqualTo(2);
  }
}
