package org.robustgrid.run.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.Profiles;

class WorkerCommandTest {

  private static final ExecutionProfile PROFILE = Profiles.of("onednn-avx2").withThreads(3);

  @TempDir private Path folder;

  private ProcessBuilder build(ExecutionProfile profile) {
    return build(profile, RunOptions.DEFAULT);
  }

  private ProcessBuilder build(ExecutionProfile profile, RunOptions options) {
    return new WorkerCommand(new RunFolder(folder), profile, options, 256, 512)
        .build(folder.resolve("log"));
  }

  @Test
  void the_profile_decides_device_library_and_convolutions() {
    assertThat(build(PROFILE).command())
        .contains(
            "-Drobustgrid.device=cpu",
            "-Drobustgrid.native=onednn-avx2",
            "-Drobustgrid.convolutions=nd4j");
  }

  @Test
  void the_profile_decides_how_many_samples_are_computed_at_once() {
    assertThat(build(PROFILE).command()).contains("-Drobustgrid.microBatch=64");
    assertThat(build(PROFILE.with("microBatch", "16")).command())
        .contains("-Drobustgrid.microBatch=16");
  }

  @Test
  void the_profiles_threads_override_the_environment() {
    assertThat(build(PROFILE).environment())
        .containsEntry("OMP_NUM_THREADS", "3")
        .containsEntry("OPENBLAS_NUM_THREADS", "3")
        .containsEntry("MKL_NUM_THREADS", "3");
  }

  @Test
  void limits_and_the_users_options_stand_before_the_main_class_and_arguments_after_it() {
    RunOptions options =
        RunOptions.DEFAULT
            .withJavaOptions(List.of("-Dname=value"))
            .withPlugins(List.of(Path.of("modèle.jar")));
    List<String> command = build(PROFILE, options).command();

    int main = command.indexOf("org.robustgrid.run.worker.WorkerMain");
    assertThat(command.subList(0, main))
        .contains("-Dname=value", "-Xmx256m", "-Dorg.bytedeco.javacpp.maxbytes=512m");
    assertThat(command.subList(main, command.size()))
        .containsExactly(
            "org.robustgrid.run.worker.WorkerMain",
            folder.toString(),
            RunOptions.DEFAULT.keep().name(),
            "modèle.jar");
  }

  @Test
  void an_archive_of_classes_is_used_where_the_launcher_made_one() throws Exception {
    Path archive = folder.resolve("worker.jsa");
    String before = System.getProperty("robustgrid.workerClasses");
    System.setProperty("robustgrid.workerClasses", archive.toString());
    try {
      assertThat(build(PROFILE).command()).noneMatch(option -> option.contains("SharedArchive"));
      Files.writeString(archive, "");
      assertThat(build(PROFILE).command()).contains("-XX:SharedArchiveFile=" + archive);
    } finally {
      if (before == null) {
        System.clearProperty("robustgrid.workerClasses");
      } else {
        System.setProperty("robustgrid.workerClasses", before);
      }
    }
  }

  @Test
  void jars_stand_before_folders_for_an_archive_holds_classes_of_jars() throws Exception {
    String jar = Files.writeString(folder.resolve("a.jar"), "").toString();
    String other = Files.writeString(folder.resolve("b.jar"), "").toString();
    String classPath = String.join(File.pathSeparator, folder.toString(), jar, "none", other);

    assertThat(WorkerCommand.jarsFirst(classPath))
        .isEqualTo(String.join(File.pathSeparator, jar, other, folder.toString(), "none"));
  }

  @Test
  void how_threads_wait_is_settled_before_a_library_loads() {
    assertThat(build(PROFILE).environment().keySet())
        .containsAnyOf("OMP_WAIT_POLICY", "GOMP_SPINCOUNT");
  }

  @Test
  void a_profile_of_the_cuda_library_computes_on_the_gpu() {
    assertThat(Profiles.of("cuda-11.6").device()).isEqualTo("cuda");
  }

  @Test
  void one_worker_is_started_for_a_gpu_unless_more_are_asked_for() {
    ExecutionProfile gpu = Profiles.of("cuda-11.6");

    assertThat(WorkerCount.choose(gpu, 0, 512, 100).workers()).isEqualTo(1);
    assertThat(WorkerCount.choose(gpu, 3, 512, 100).workers()).isEqualTo(3);
  }

  @Test
  void a_worker_has_the_heap_to_read_the_largest_model_file() {
    assertThat(WorkerCount.heap(0, 0)).isEqualTo(512);
    assertThat(WorkerCount.heap(0, 343L << 20)).isEqualTo(512 + 3 * 343);
    assertThat(WorkerCount.heap(300, 343L << 20)).as("what the grid states").isEqualTo(300);
  }
}
