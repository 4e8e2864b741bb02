using CsCheck;
using DiscreteVae.Research;
using DiscreteVae.Research.Clusters;

namespace DiscreteVae.Tests.Clusters;

public class SlurmArrayTests
{
    [Fact]
    public void A_sweep_that_fits_is_one_array()
    {
        SlurmArray array = Assert.Single(SlurmArray.Split([.. Enumerable.Range(0, 1001)], 1, 1001));
        Assert.Equal((0, "0-1000"), (array.Offset, array.Specification));
    }

    [Fact]
    public void A_larger_one_is_several_with_offsets()
    {
        IReadOnlyList<SlurmArray> arrays = SlurmArray.Split([.. Enumerable.Range(0, 2500)], 1, 1001);
        Assert.Equal([(0, "0-1000"), (1001, "0-1000"), (2002, "0-497")], arrays.Select(array => (array.Offset, array.Specification)));
    }

    [Fact]
    public void Several_trials_a_task_take_fewer_tasks()
    {
        SlurmArray array = Assert.Single(SlurmArray.Split([.. Enumerable.Range(0, 10)], 4, 1001));
        Assert.Equal("0-2", array.Specification);
        Assert.Equal([8, 9], array.TrialsOf(2, 10));
        Assert.Equal((2, null), (array.TaskOf(9), array.TaskOf(12)));
    }

    [Fact]
    public void Scattered_trials_keep_their_numbers()
    {
        IReadOnlyList<SlurmArray> arrays = SlurmArray.Split([3, 7, 8, 9, 1003], 1, 1001);
        Assert.Equal([(0, "3,7-9"), (1001, "2")], arrays.Select(array => (array.Offset, array.Specification)));
    }

    [Fact]
    public void Every_trial_is_in_one_task_within_the_bounds_and_no_task_is_empty() =>
        Gen.Select(Gen.Int[0, 400].HashSet[1, 60], Gen.Int[1, 7], Gen.Int[1, 50]).Sample((set, perTask, maxArraySize) =>
        {
            int[] trials = [.. set.Order()];
            int count = trials[^1] + 1;
            IReadOnlyList<SlurmArray> arrays = SlurmArray.Split(trials, perTask, maxArraySize);

            var covered = arrays.SelectMany(array => array.Tasks.SelectMany(task => array.TrialsOf(task, count))).ToList();
            Assert.Equal(covered.Count, covered.Distinct().Count());
            Assert.Superset(set, covered.ToHashSet());
            if (perTask == 1) Assert.Equal(trials, covered);
            Assert.All(arrays, array =>
            {
                Assert.All(array.Tasks, task =>
                {
                    Assert.InRange(task, 0, maxArraySize - 1);
                    Assert.Contains(array.TrialsOf(task, count), set.Contains);
                    Assert.All(array.TrialsOf(task, count), trial => Assert.Equal(task, array.TaskOf(trial)));
                });
                Assert.Equal(array.Tasks, SlurmTasks.Parse(array.Specification));
            });
        });

    [Theory]
    [InlineData(""), InlineData("1-"), InlineData("3-1"), InlineData("1-2-3"), InlineData("a"), InlineData("1,,2")]
    public void A_damaged_specification_is_told(string text) =>
        Assert.Contains(text, Assert.Throws<UserErrorException>(() => SlurmTasks.Parse(text)).Message, StringComparison.Ordinal);
}
