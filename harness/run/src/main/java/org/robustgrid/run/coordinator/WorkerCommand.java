package org.robustgrid.run.coordinator;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.ExecutionProfile;

/**
 * The command line of a worker.
 *
 * @param folder the run
 * @param profile executor with its settings, and threads
 * @param options what is kept, further JVM options, plugins
 * @param heapMegabytes Java heap
 * @param nativeMegabytes most native memory of ND4J's arrays
 */
record WorkerCommand(
    RunFolder folder,
    ExecutionProfile profile,
    RunOptions options,
    long heapMegabytes,
    long nativeMegabytes) {

  /** Where hashes of files are kept, as {@link org.robustgrid.spi.data.ContentHash} reads it. */
  private static final String CACHE = "robustgrid.cache";

  /** The launcher's archive of the classes that workers load. */
  private static final String CLASSES = "robustgrid.workerClasses";

  /** Options of Java for every worker, separated by blanks; the tests' workers start faster so. */
  private static final String OPTIONS = "robustgrid.workerOptions";

  private static final String MAIN = "org.robustgrid.run.worker.WorkerMain";

  /**
   * The process, not started yet: this JVM's java and class path, with limits of its own. What it
   * computes with is settled here, before a native library loads.
   *
   * @param log gets what the process prints as errors
   */
  ProcessBuilder build(Path log) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(allowed(Runtime.version().feature()));
    command.add("-Xmx" + heapMegabytes + "m");
    command.add("-XX:+UseSerialGC");
    Optional<List<String>> sharedClasses = sharedClasses();
    sharedClasses.ifPresent(command::addAll);
    command.add("-Djava.awt.headless=true");
    // what plugins print is read as UTF-8, whatever the locale
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Dorg.bytedeco.javacpp.maxbytes=" + nativeMegabytes + "m");
    // resident memory includes the heap and shared libraries: only array memory is limited
    command.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.addAll(profile.provider().javaOptions(profile.settings(), nativeMegabytes));
    if (System.getProperty(CACHE) != null) {
      command.add("-D" + CACHE + "=" + System.getProperty(CACHE));
    }
    String further = System.getProperty(OPTIONS, "").strip();
    if (!further.isEmpty()) {
      command.addAll(List.of(further.split("\\s+")));
    }
    command.addAll(options.javaOptions());
    command.add("-cp");
    String classPath = System.getProperty("java.class.path");
    command.add(sharedClasses.isPresent() ? jarsFirst(classPath) : classPath);
    command.add(MAIN);
    command.add(folder.root().toString());
    command.add(options.keep().name());
    options.plugins().forEach(plugin -> command.add(plugin.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    // the profile decides how many threads, whatever the user's environment says
    NativeThreads.settle(profile.threads(), builder.environment());
    profile.provider().prepare(profile.settings(), builder.environment());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
    return builder;
  }

  /**
   * Options without which Java warns, from version 24 on, of native code and of {@code
   * sun.misc.Unsafe}, which ND4J and Guava use. The command itself gets them from its launcher and
   * its jar's manifest.
   */
  private static List<String> allowed(int feature) {
    return feature < 24
        ? List.of()
        : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  }

  /** Java archives classes of jars only, and maps them only where those jars stand first. */
  static String jarsFirst(String classPath) {
    Map<Boolean, List<String>> parts =
        Stream.of(classPath.split(File.pathSeparator))
            .collect(Collectors.partitioningBy(part -> Files.isRegularFile(Path.of(part))));
    return Stream.of(true, false)
        .flatMap(jars -> parts.get(jars).stream())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * Options by which Java maps classes that were parsed before, where the launcher made such an
   * archive. One that does not fit any more is not used, without a word.
   */
  private static Optional<List<String>> sharedClasses() {
    return Optional.ofNullable(System.getProperty(CLASSES))
        .filter(archive -> Files.isRegularFile(Path.of(archive)))
        .map(
            archive ->
                List.of(
                    "-XX:SharedArchiveFile=" + archive,
                    "-Xshare:auto",
                    "-Xlog:disable",
                    "-Xlog:all=error:stderr",
                    // that native access is allowed makes Java use less of the archive, and say so
                    "-Xlog:cds*=off:stderr"));
  }
}
